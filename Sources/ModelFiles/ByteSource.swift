import Records
import SystemPackage

#if canImport(Glibc)
    import Glibc
#endif

/// Bytes that are read piece by piece: a file's, or a test's.
package struct ByteSource {
    /// 32 TiB, more than any model has; sparse files may claim sizes that sums overflow with.
    static let largestFile = 1 << 45

    /// For messages.
    package let name: String
    package let size: Int
    /// At most so many bytes from an offset; fewer at the end.
    private let bytes: (_ offset: Int, _ count: Int) throws -> [UInt8]

    package init(name: String, _ bytes: [UInt8]) {
        self.name = name
        size = bytes.count
        self.bytes = { offset, count in Array(bytes.dropFirst(offset).prefix(count)) }
    }

    private init(_ file: FileDescriptor, name: String, size: Int) {
        self.name = name
        self.size = size
        bytes = { offset, count in
            try [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
                filled = try file.read(fromAbsoluteOffset: Int64(offset), into: UnsafeMutableRawBufferPointer(buffer))
            }
        }
    }

    func read(_ offset: Int, _ count: Int) throws -> [UInt8] {
        do {
            return try bytes(offset, count)
        } catch let error as Errno {
            throw Failure(
                .badData, cannot: "read \(name)", because: error.explained, remedy: "Check the disk, or copy it again")
        }
    }
}

extension ByteSource {
    /// Opens a file for the time of the body.
    /// - Parameter kind: what it should be, for the advice.
    /// - Throws: `Failure` with 66 where it is missing or no regular file, 77 where it may not be read.
    package static func withFile<Result>(
        _ path: FilePath, kind: String = "a GGUF file", _ body: (ByteSource) throws -> Result
    ) throws -> Result {
        let file: FileDescriptor
        do {
            // Opening a pipe would wait for its writer.
            file = try FileDescriptor.open(path, .readOnly, options: [.nonBlocking])
        } catch {
            let errno = error as? Errno
            let status: ExitStatus = errno == .permissionDenied ? .noPermission : .inputMissing
            throw Failure(
                status, cannot: "read \(path)", because: errno?.explained ?? "\(error)",
                remedy: "Name \(kind) that exists and that you may read")
        }
        return try file.closeAfter {
            var status = stat()
            guard fstat(file.rawValue, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
                throw Failure(
                    .inputMissing, cannot: "read \(path)", because: "it is no regular file",
                    remedy: "Name \(kind), not a folder or a device")
            }
            return try body(ByteSource(file, name: path.string, size: Int(status.st_size)))
        }
    }
}
