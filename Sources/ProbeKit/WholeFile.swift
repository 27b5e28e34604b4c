import Records
import SystemPackage

#if canImport(Glibc)
    import Glibc
#endif

/// Files that are there whole or not at all.
package enum WholeFile {
    /// Reads a file a user named.
    /// - Throws: `Failure` with 66 where it is missing, 77 where it may not be read.
    package static func read(_ path: FilePath) throws -> [UInt8] {
        do {
            let file = try FileDescriptor.open(path, .readOnly)
            return try file.closeAfter {
                var content: [UInt8] = []
                var chunk = [UInt8](repeating: 0, count: 1 << 20)
                while case let count = try chunk.withUnsafeMutableBytes({ try file.read(into: $0) }), count > 0 {
                    content += chunk.prefix(count)
                }
                return content
            }
        } catch {
            let errno = error as? Errno
            let status: ExitStatus =
                errno == .permissionDenied || errno == .notPermitted ? .noPermission : .inputMissing
            throw Failure(
                status, cannot: "read \(path)", because: errno?.explained ?? "\(error)",
                remedy: "Name a file that exists and that you may read")
        }
    }

    /// Writes to a temporary file beside the path, syncs and renames it: an old file stays whole until the new one is.
    /// - Throws: `Failure` with 73 where it cannot be created, 74 where it cannot be written.
    ///
    /// A link is followed. What is no regular file (a device, a pipe) is written to, and never replaced.
    package static func write(_ bytes: [UInt8], to named: FilePath) throws {
        let path = resolved(named)
        guard isReplaceable(path) else { return try writeThrough(bytes, to: path) }
        let temporary = FilePath("\(path.string).tmp-\(getpid())")
        let file: FileDescriptor
        do {
            file = try FileDescriptor.open(
                temporary, .writeOnly, options: [.create, .truncate], permissions: FilePermissions(rawValue: 0o644))
        } catch {
            throw failure(.cannotCreateOutput, path, error)
        }
        do {
            try file.closeAfter {
                try file.writeAll(bytes)
                guard fsync(file.rawValue) == 0 else { throw Errno(rawValue: errno) }
            }
            guard rename(temporary.string, path.string) == 0 else { throw Errno(rawValue: errno) }
        } catch {
            unlink(temporary.string)
            throw failure(.outputError, path, error)
        }
        // The rename itself lasts only when the folder is on the disk too.
        if let folder = try? FileDescriptor.open(path.removingLastComponent().orCurrent, .readOnly) {
            fsync(folder.rawValue)
            try? folder.close()
        }
    }

    private static func writeThrough(_ bytes: [UInt8], to path: FilePath) throws {
        do {
            let file = try FileDescriptor.open(path, .writeOnly)
            try file.closeAfter { _ = try file.writeAll(bytes) }
        } catch {
            throw failure(.outputError, path, error)
        }
    }

    /// Where a link leads; the path itself where it is none, or leads nowhere yet.
    private static func resolved(_ path: FilePath) -> FilePath {
        guard let real = realpath(path.string, nil) else { return path }
        defer { free(real) }
        return FilePath(String(cString: real))
    }

    private static func isReplaceable(_ path: FilePath) -> Bool {
        var status = stat()
        return stat(path.string, &status) != 0 || status.st_mode & S_IFMT == S_IFREG
    }

    private static func failure(_ status: ExitStatus, _ path: FilePath, _ error: any Error) -> Failure {
        Failure(
            status, cannot: "write \(path)", because: (error as? Errno)?.explained ?? "\(error)",
            remedy: "Free space there, or write somewhere else with --output")
    }
}

extension FilePath {
    /// "." for the empty path that a bare file name leaves.
    fileprivate var orCurrent: FilePath { isEmpty ? "." : self }
}
