import Records
import SystemPackage

#if canImport(Glibc)
    import Glibc
#endif

/// The file whose lock says that a measurement runs. The kernel ends the lock with the process that has it, however
/// that ends, so that none is ever stale; the text in the file is for people.
struct LockFile {
    let path: FilePath

    /// What trying to lock it came to.
    enum Attempt {
        case taken(FileDescriptor)
        /// The file's number, and the process that its text names.
        case busy(inode: UInt64, named: Int32?)
        /// There is no such file, or none that a lock can be trusted to: a link, a folder, a pipe.
        case unusable(String)
    }

    private static let mark = "probe measures in process "

    /// Tries once, without waiting.
    func tryLocking() -> Attempt {
        for _ in 0..<20 {
            let file: FileDescriptor
            do {
                file = try open()
            } catch {
                return .unusable("\(path): \((error as? Errno)?.explained ?? "\(error)")")
            }
            var status = stat()
            guard fstat(file.rawValue, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
                try? file.close()
                return .unusable("\(path) is no regular file")
            }
            guard flock(file.rawValue, LOCK_EX | LOCK_NB) == 0 else {
                let error = Errno(rawValue: errno)
                defer { try? file.close() }
                return error == .wouldBlock
                    ? .busy(inode: UInt64(status.st_ino), named: named) : .unusable("\(path): \(error.explained)")
            }
            // Whoever had it may have removed the file meanwhile, and somebody made another.
            if isStill(status) {
                sign(status)
                return .taken(file)
            }
            try? file.close()
        }
        return .unusable("\(path) is replaced again and again")
    }

    /// Removes the file and ends the lock. A file of another user stays, without a lock.
    func release(_ file: FileDescriptor) {
        var status = stat()
        if fstat(file.rawValue, &status) == 0, isStill(status), isOurs(status) { unlink(path.string) }
        try? file.close()
    }

    /// In a folder for everybody the kernel refuses O_CREAT on others' files, so it is opened first and made second.
    private func open() throws -> FileDescriptor {
        let options: FileDescriptor.OpenOptions = [.noFollow, .nonBlocking, .closeOnExec]
        do {
            return try FileDescriptor.open(path, .readOnly, options: options)
        } catch Errno.noSuchFileOrDirectory {
            do {
                return try FileDescriptor.open(
                    path, .readWrite, options: options.union([.create, .exclusiveCreate]),
                    permissions: FilePermissions(rawValue: 0o644))
            } catch Errno.fileExists {
                return try FileDescriptor.open(path, .readOnly, options: options)
            }
        }
    }

    private func isStill(_ status: stat) -> Bool {
        var now = stat()
        return lstat(path.string, &now) == 0 && now.st_ino == status.st_ino && now.st_dev == status.st_dev
    }

    /// Made by this user and by this program: nothing else is written to or removed.
    private func isOurs(_ status: stat) -> Bool {
        status.st_uid == geteuid() && status.st_nlink == 1
            && (status.st_size == 0 || SmallFile.text(path)?.hasPrefix(Self.mark) == true)
    }

    private func sign(_ status: stat) {
        guard isOurs(status), let file = try? FileDescriptor.open(path, .writeOnly, options: [.noFollow, .closeOnExec])
        else { return }
        defer { try? file.close() }
        var opened = stat()
        guard fstat(file.rawValue, &opened) == 0, opened.st_ino == status.st_ino else { return }
        ftruncate(file.rawValue, 0)
        _ = try? file.writeAll("\(Self.mark)\(getpid()) since \(Clock.timestamp())\n".utf8)
    }

    private var named: Int32? {
        guard let text = SmallFile.text(path), text.hasPrefix(Self.mark) else { return nil }
        return Int32(text.dropFirst(Self.mark.count).prefix { $0.isASCII && $0.isNumber })
    }
}
