import CPlatform

#if canImport(Glibc)
    import Glibc
#endif

/// Where the programs of this project lie.
package enum ProgramFile {
    /// The folder of this program, where the others are too; nil where the kernel does not tell it.
    package static var ownFolder: String? {
        guard let path = resolved("/proc/self/exe") ?? executedPath.flatMap(resolved) else { return nil }
        return path.lastIndex(of: "/").map { String(path[..<$0]) }
    }

    /// Whether this user may run the file.
    package static func isRunnable(_ path: String) -> Bool { isFile(path) && access(path, X_OK) == 0 }

    /// Whether it is a regular file, or a link to one.
    package static func isFile(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }

    /// What the kernel was asked to run, which it also tells where /proc is not mounted.
    private static var executedPath: String? {
        cp_executed_path().map { String(cString: $0) }
    }

    private static func resolved(_ path: String) -> String? {
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        return String(cString: real)
    }
}
