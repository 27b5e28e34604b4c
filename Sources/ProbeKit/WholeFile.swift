import Records
import SystemPackage

#if canImport(Glibc)
    import Glibc
#endif

/// Files that are there whole or not at all.
package enum WholeFile {
    /// No file that is read whole is this large: results of the largest machines are some hundred MB.
    private static let largest = 1 << 30

    private static func tooLarge(_ path: FilePath) -> Failure {
        Failure(
            .badData, cannot: "read \(path)", because: "it is larger than 1 GiB, or has no end",
            remedy: "Pass a file that probe wrote")
    }

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
                    guard content.count <= largest else { throw tooLarge(path) }
                }
                return content
            }
        } catch let failure as Failure {
            throw failure
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
        let temporary: TemporaryName
        do {
            temporary = try TemporaryName(beside: path)
        } catch {
            throw failure(.cannotCreateOutput, path, error)
        }
        do {
            try temporary.file.writeAll(bytes)
            try temporary.replace(path)
        } catch {
            temporary.discard()
            // The folder went away meanwhile: the same as if it had a moment before.
            throw failure(error as? Errno == .noSuchFileOrDirectory ? .cannotCreateOutput : .outputError, path, error)
        }
    }

    /// Writes a file that is not there yet, for this user's eyes only; a link in its place is not followed.
    /// - Throws: the file system's refusal.
    package static func writeNew(_ bytes: [UInt8], to path: FilePath) throws {
        let file = try FileDescriptor.open(
            path, .writeOnly, options: [.create, .exclusiveCreate, .noFollow, .closeOnExec],
            permissions: .ownerReadWrite)
        do {
            try file.closeAfter {
                try file.writeAll(bytes)
                guard fsync(file.rawValue) == 0 else { throw Errno(rawValue: errno) }
            }
        } catch {
            unlink(path.string)
            throw error
        }
    }

    private static func writeThrough(_ bytes: [UInt8], to path: FilePath) throws {
        do {
            // A pipe that nobody reads is refused; to one that somebody reads, writing may wait.
            let file = try FileDescriptor.open(path, .writeOnly, options: .nonBlocking)
            try file.closeAfter {
                guard fcntl(file.rawValue, F_SETFL, 0) == 0 else { throw Errno(rawValue: errno) }
                try file.writeAll(bytes)
            }
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
            remedy: remedy(path, error))
    }

    private static func remedy(_ path: FilePath, _ error: any Error) -> String {
        switch error as? Errno {
        case .noSuchFileOrDirectory:
            "Make the folder \(path.removingLastComponent().orCurrent) first, or write somewhere else with --output"
        case .noSpace, .diskQuotaExceeded, .fileTooLarge:
            "Free space there, or write somewhere else with --output"
        case .noSuchAddressOrDevice: "Nobody reads this pipe: name a file with --output"
        default: "Name a file that you may write with --output"
        }
    }
}

extension FilePath {
    /// "." for the empty path that a bare file name leaves.
    var orCurrent: FilePath { isEmpty ? "." : self }
}
