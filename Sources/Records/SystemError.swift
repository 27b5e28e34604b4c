import SystemPackage

extension Errno {
    /// The name and the meaning: "EPERM (Operation not permitted)".
    package var explained: String {
        let name = Self.names[self] ?? "errno \(rawValue)"
        return "\(name) (\(description))"
    }

    private static let names: [Errno: String] = [
        .notPermitted: "EPERM", .noSuchFileOrDirectory: "ENOENT", .ioError: "EIO", .noMemory: "ENOMEM",
        .permissionDenied: "EACCES", .fileExists: "EEXIST", .notDirectory: "ENOTDIR", .isDirectory: "EISDIR",
        .invalidArgument: "EINVAL", .noSpace: "ENOSPC", .readOnlyFileSystem: "EROFS", .noFunction: "ENOSYS",
        .badAddress: "EFAULT", .badFileDescriptor: "EBADF", .brokenPipe: "EPIPE",
        .resourceTemporarilyUnavailable: "EAGAIN", .fileNameTooLong: "ENAMETOOLONG", .diskQuotaExceeded: "EDQUOT",
        .fileTooLarge: "EFBIG", .tooManySymbolicLinkLevels: "ELOOP",
    ]
}
