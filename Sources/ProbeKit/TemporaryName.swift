import CPlatform
import SystemPackage

#if canImport(Glibc)
    import Glibc
#endif

/// A new file in the place of another: without a name while it is written, where the file system can do that, so that
/// nothing remains of it even if the program is killed; else under a name that nobody can have guessed.
struct TemporaryName {
    let file: FileDescriptor
    private let folder: FilePath
    private let name: FilePath
    /// Whether the file has the name already.
    private let isNamed: Bool

    /// - Throws: the file system's refusal.
    init(beside path: FilePath) throws {
        folder = path.removingLastComponent().orCurrent
        name = FilePath("\(path.string).tmp-\(UInt64.random(in: 0...UInt64.max))")
        var hadName = false
        let unnamed = cp_open_unnamed(folder.string, &hadName)
        if unnamed >= 0, !hadName, access("/proc/self/fd/\(unnamed)", F_OK) == 0 {
            file = FileDescriptor(rawValue: unnamed)
            isNamed = false
            return
        }
        if unnamed >= 0 { close(unnamed) }
        file = try FileDescriptor.open(
            name, .writeOnly, options: [.create, .exclusiveCreate, .noFollow, .closeOnExec],
            permissions: .ownerReadWrite)
        isNamed = true
    }

    /// Puts the file, synced, in the place of the path.
    /// - Throws: the file system's refusal; the old file is then still there.
    func replace(_ path: FilePath) throws {
        let mask = umask(0o022)
        umask(mask)
        fchmod(file.rawValue, 0o644 & ~mask)
        guard fsync(file.rawValue) == 0 else { throw Errno(rawValue: errno) }
        if !isNamed {
            let link = linkat(AT_FDCWD, "/proc/self/fd/\(file.rawValue)", AT_FDCWD, name.string, AT_SYMLINK_FOLLOW)
            guard link == 0 else { throw Errno(rawValue: errno) }
        }
        guard rename(name.string, path.string) == 0 else { throw Errno(rawValue: errno) }
        try? file.close()
        // The rename itself lasts only when the folder is on the disk too.
        if let folder = try? FileDescriptor.open(folder, .readOnly, options: .closeOnExec) {
            fsync(folder.rawValue)
            try? folder.close()
        }
    }

    /// Removes what there is of it.
    func discard() {
        unlink(name.string)
        try? file.close()
    }
}
