import CPlatform
import Records
import SystemPackage

#if canImport(Glibc)
    import Glibc
#endif

/// A file without a name, to measure storage with: nothing remains of it, even if the program is killed.
package final class TemporaryFile: Sendable {
    /// The file's descriptor, for reads of several threads.
    package let descriptor: Int32
    package let contents: FileContents
    private let folder: FilePath

    /// Whether reads go through the page cache.
    package enum Access: Sendable { case direct, buffered }

    /// - Throws: `Failure` with 73 where it cannot be created, 77 where that is forbidden.
    package init(in folder: FilePath, contents: FileContents) throws {
        var hadName = false
        descriptor = cp_open_unnamed(folder.string, &hadName)
        self.contents = contents
        self.folder = folder
        guard descriptor >= 0 else {
            let error = Errno.latest
            let isForbidden = [.permissionDenied, .notPermitted].contains(error)
            throw Failure(
                isForbidden ? .noPermission : .cannotCreateOutput, cannot: "create a temporary file in \(folder)",
                because: error.explained, remedy: "Name a folder that you may write to with --directory")
        }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Fills the file and waits until the device has it, 32 MiB at a time so that it can be ended soon.
    /// - Returns: bytes written, fewer than asked for where it was ended.
    /// - Throws: `Failure` with 74 where the file system is full, a quota is used up, or the device fails.
    package func write(_ size: Int, mayGoOn: () -> Bool) throws -> Int {
        let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: min(size, 8 << 20), alignment: 4096)
        defer { chunk.deallocate() }
        var (written, synced) = (0, 0)
        while written < size, written == 0 || mayGoOn() {
            let part = UnsafeMutableRawBufferPointer(rebasing: chunk.prefix(size - written))
            contents.fill(part, at: written)
            try writeAll(UnsafeRawBufferPointer(part), at: written)
            written += part.count
            if written - synced >= 32 << 20 {
                try sync()
                synced = written
            }
        }
        try sync()
        return written
    }

    /// Chooses how the next reads go.
    /// - Throws: the file system's refusal.
    package func use(_ access: Access) throws(Errno) {
        let error = cp_set_direct(descriptor, access == .direct)
        if error != 0 { throw Errno(rawValue: error) }
    }

    /// Asks the kernel to forget what it has of the file in memory. Whether it did, `residentBytes` tells.
    package func dropCache() { posix_fadvise(descriptor, 0, 0, Int32(POSIX_FADV_DONTNEED)) }

    /// Reads the file's beginning once, so that the page cache has it. Whether it does, `residentBytes` tells.
    package func fetch(_ size: Int) {
        let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 4096)
        defer { chunk.deallocate() }
        for offset in stride(from: 0, to: size, by: chunk.count) {
            pread(descriptor, chunk.baseAddress, chunk.count, offset)
        }
    }

    /// How much of the file's beginning is in the page cache, in bytes; nil where the kernel does not tell.
    package func residentBytes(of size: Int) -> Int? {
        let bytes = cp_resident_bytes(descriptor, size)
        return bytes < 0 ? nil : Int(bytes)
    }

    /// The device that the file lies on; nil where /sys does not tell of it.
    package var device: StorageDevice? {
        var (major, minor): (UInt32, UInt32) = (0, 0)
        guard cp_device_of(descriptor, &major, &minor) == 0 else { return nil }
        return StorageDevice(major: Int(major), minor: Int(minor))
    }

    private func writeAll(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws {
        var done = 0
        while done < bytes.count {
            let count = pwrite(descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done, offset + done)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw failure(count == 0 ? .noSpace : .latest) }
            done += count
        }
    }

    private func sync() throws {
        while fdatasync(descriptor) != 0 {
            if errno != EINTR { throw failure(.latest) }
        }
    }

    private func failure(_ error: Errno) -> Failure {
        Failure(
            .outputError, cannot: "fill a temporary file in \(folder)", because: error.explained,
            remedy: "Free space there, ask for less with --size, or name another folder with --directory")
    }
}

extension Errno {
    /// What the last system call of this thread failed with.
    static var latest: Errno { Errno(rawValue: errno) }
}
