import Machine
import Records
import SystemPackage
import Testing
import TestSupport

#if canImport(Glibc)
    import Glibc
#endif

/// The file that storage is measured with.
@Suite struct TemporaryFileTests {
    private let contents = FileContents(seed: 7)

    @Test func itsContentsAreKnownAtEveryPlace() {
        let block = UnsafeMutableRawBufferPointer.allocate(byteCount: 16_384, alignment: 4096)
        defer { block.deallocate() }
        contents.fill(block, at: 8192)
        let read = UnsafeRawBufferPointer(block)
        #expect(contents.firstDifference(in: read, at: 8192, .everyWord) == nil)
        #expect(contents.firstDifference(in: read, at: 4096, .everyPage) == 4096, "a page of another place")
        #expect(FileContents(seed: 8).firstDifference(in: read, at: 8192, .everyPage) == 8192)
        block[4096 + 81] ^= 1
        #expect(contents.firstDifference(in: read, at: 8192, .everyWord) == 8192 + 4096 + 80)
        for index in block.indices { block[index] = 0 }
        #expect(contents.firstDifference(in: read, at: 8192, .everyPage) == 8192, "a hole")
    }

    @Test func whatIsReadIsWhatWasWritten() throws {
        let folder = try TemporaryFolder()
        let file = try TemporaryFile(in: folder.path, contents: contents)
        #expect(try file.write(2 << 20) { true } == 2 << 20)
        let readers = try FileReaders(file, size: 2 << 20, blockSize: 128 << 10, cpus: [0, 0])
        #expect(readers.blocksOfPart == 8 && readers.bytes(blocks: 3) == 6 * 128 << 10)
        // More than there are: after the last block comes the first.
        #expect(readers.read(blocks: 11) > 0)
        try readers.check()
        #expect(TextFile.names(in: folder.path).isEmpty, "it has no name")
    }

    /// Opens the file beside the one under test and changes it.
    private func spoil(_ change: (Int32) -> Void, _ named: FilePath) throws -> Failure? {
        let file = try TemporaryFile(in: named, contents: contents)
        _ = try file.write(1 << 20) { true }
        let own = try FileDescriptor.open("/proc/self/fd/\(file.descriptor)", .readWrite)
        change(own.rawValue)
        try own.close()
        let readers = try FileReaders(file, size: 1 << 20, blockSize: 128 << 10, cpus: [0])
        _ = readers.read(blocks: 8)
        return #expect(throws: Failure.self) { try readers.check() }
    }

    @Test func aCorruptedReadIsNoticed() throws {
        let folder = try TemporaryFolder()
        let failure = try spoil({ pwrite($0, [UInt8](repeating: 0, count: 8), 8, 262_144) }, folder.path)
        #expect(failure?.status == .internalError && failure?.cause.contains("byte 262144") == true)
        let cut = try spoil({ ftruncate($0, 300_000) }, folder.path)
        #expect(cut?.status == .outputError, "a file that ends too early")
    }

    @Test func writingEndsWhenItMayNotGoOn() throws {
        let folder = try TemporaryFolder()
        let file = try TemporaryFile(in: folder.path, contents: contents)
        #expect(try file.write(64 << 20) { false } == 8 << 20, "the first piece is always written")
    }

    @Test func aFolderThatCannotBeWrittenToIsRefused() {
        let failure = #expect(throws: Failure.self) { try TemporaryFile(in: "/nonexistent", contents: contents) }
        #expect(failure?.status == .cannotCreateOutput && failure?.description.contains("--directory") == true)
    }

    @Test(
        arguments: [
            // A tenth of what is free; what leaves 1 GiB of it; what was wished; nothing.
            (wished: 1 << 40, free: 100 << 30, size: 10 << 30, limit: "a tenth of the 1"),
            (1 << 30, (1 << 30) + (64 << 20), 64 << 20, "the 1 GiB that is left free"),
            (1 << 30, 100 << 30, 1 << 30, nil),
            (4 << 20, 100 << 30, 4 << 20, nil), (1 << 30, 1 << 30, 0, "the 1 GiB"), (1 << 30, 0, 0, "free"),
        ] as [(wished: Int, free: Int, size: Int, limit: String?)])
    func itIsNeverLargerThanTheDiskAllows(wished: Int, free: Int, size: Int, limit: String?) {
        let sizing = FileSizing(wished: wished, free: free)
        #expect(sizing.size == size)
        #expect(limit.map { sizing.limit?.contains($0) == true } ?? (sizing.limit == nil), "\(sizing.limit ?? "")")
    }

    @Test func fileSystemsHaveNames() throws {
        #expect(FileSystem(type: 0x0102_1994, freeBytes: 1).isMemory)
        #expect(
            FileSystem(type: 0xef53, freeBytes: 1).name == "ext4" && !FileSystem(type: 0xef53, freeBytes: 1).isMemory)
        #expect(FileSystem(type: 0x2fc1_2fc1, freeBytes: 1).cachesElsewhere)
        #expect(FileSystem(type: 0x1234, freeBytes: 1).name == "unknown (0x1234)")
        #expect(try FileSystem(of: "/").freeBytes >= 0)
        #expect(throws: Errno.noSuchFileOrDirectory) { try FileSystem(of: "/nonexistent") }
    }

    @Test func aPartitionIsToldByItsDisk() throws {
        let root = try TemporaryFolder()
        try root.write("MAJOR=259\nMINOR=2\nDEVNAME=nvme0n1p2\n", to: "sys/dev/block/259:2/uevent")
        try root.write("2", to: "sys/dev/block/259:2/partition")
        try root.write("Example Drive  \n", to: "sys/dev/block/device/model")
        try root.write("0\n", to: "sys/dev/block/queue/rotational")
        let device = StorageDevice(major: 259, minor: 2, files: SystemFiles(root: root.path))
        #expect(device == StorageDevice(name: "nvme0n1p2", model: "Example Drive", isRotational: false))
        #expect(device?.text == "Example Drive (nvme0n1p2), no turning disks")
        #expect(StorageDevice(major: 0, minor: 77, files: SystemFiles(root: root.path)) == nil)
    }
}
