import Machine
import Records
import SystemPackage

/// How a file is read from its storage and not from memory, with the proof that it is.
struct ReadPath {
    /// Nil where storage cannot be read.
    let method: StorageCell.Method?
    /// Why it is known; where storage cannot be read, why not.
    let reason: String

    /// A hundredth of a file may be in memory: the kernel keeps a page here and there.
    private static let tolerance = 100

    init(_ file: TemporaryFile, size: Int, fileSystem: FileSystem, cpu: Int) throws {
        guard !fileSystem.isMemory else {
            method = nil
            reason = "\(fileSystem.name) is memory, and no storage"
            return
        }
        if try Self.readsDirectly(file, size: size, cpu: cpu) {
            method = .direct
            reason = "read with O_DIRECT, and mincore found that the reads left nothing in the page cache"
            return
        }
        try? file.use(.buffered)
        if Self.emptiesCache(file, size: size) {
            method = .dropped
            reason = "dropped from the page cache before each sample; mincore found it gone when that was tried"
            return
        }
        method = nil
        reason = "\(fileSystem.name) reads neither past the page cache (O_DIRECT) nor drops a file from it"
    }

    /// Asks the kernel to forget the file; whether it did.
    static func emptiesCache(_ file: TemporaryFile, size: Int) -> Bool {
        file.dropCache()
        return file.residentBytes(of: size).map { $0 <= size / tolerance } ?? false
    }

    /// Whether direct reads are granted, work, and leave nothing in the page cache.
    private static func readsDirectly(_ file: TemporaryFile, size: Int, cpu: Int) throws -> Bool {
        do {
            try file.use(.direct)
        } catch {
            return false
        }
        file.dropCache()
        let reader = try FileReaders(file, size: size, blockSize: min(size, 1 << 20), cpus: [cpu])
        _ = reader.read(blocks: 1)
        do {
            try reader.check()
        } catch let failure as Failure where failure.status == .outputError {
            // Some file systems grant the flag and refuse the read.
            return false
        }
        return file.residentBytes(of: size).map { $0 <= size / tolerance } ?? false
    }
}
