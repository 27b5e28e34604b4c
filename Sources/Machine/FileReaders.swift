import Records
import SystemPackage

#if canImport(Glibc)
    import Glibc
#endif

/// Threads that read a temporary file, each a part of its own, block by block, and compare what they read.
package final class FileReaders {
    /// Blocks of each reader's part.
    package let blocksOfPart: Int
    private let file: TemporaryFile
    private let blockSize: Int
    private let team: ThreadTeam
    private let buffer: UnsafeMutableRawPointer
    private let ends: UnsafeMutableBufferPointer<End>
    /// The block of its part that each reader reads next.
    private var next = 0

    /// How a reader's last read ended.
    private struct End {
        /// Where its last block begins.
        var offset = 0
        /// Why it could not read; 0 where it could. A file that ends too early is an input/output error.
        var error: Int32 = 0
        /// Where what it read is not what was written.
        var difference: Int?
    }

    /// - Parameters:
    ///   - size: of the file; every reader's part is a whole number of blocks of it, and at least one.
    ///   - cpus: one for each reader; they may repeat.
    /// - Throws: `Failure` where a thread cannot be started, or no thread may be pinned.
    package init(_ file: TemporaryFile, size: Int, blockSize: Int, cpus: [Int]) throws {
        precondition(size / cpus.count / blockSize > 0 && blockSize.isMultiple(of: 4096))
        self.file = file
        self.blockSize = blockSize
        blocksOfPart = size / cpus.count / blockSize
        team = try ThreadTeam(cpus: cpus)
        // 4096 is the greatest alignment that file systems ask for.
        buffer = .allocate(byteCount: blockSize * cpus.count, alignment: 4096)
        // Pages that are first touched by a read would count as its time.
        memset(buffer, 1, blockSize * cpus.count)
        ends = .allocate(capacity: cpus.count)
        ends.initialize(repeating: End())
    }

    deinit {
        buffer.deallocate()
        ends.deallocate()
    }

    /// Begins a turn.
    /// - Throws: `Failure` with what was taken away where a reader may not go back to its CPU.
    package func noise() throws -> NoiseMeter { try NoiseMeter(team, memory: IDSet([])) }

    /// Bytes that all readers together read in so many blocks each.
    package func bytes(blocks: Int) -> Int { blocks * blockSize * team.cpus.count }

    /// Has every reader read its next blocks; after the last of its part comes the first.
    /// - Returns: the time from the first one's start to the last one's end, in seconds.
    package func read(blocks: Int) -> Double {
        let (file, blockSize, blocksOfPart, first) = (file, blockSize, blocksOfPart, next)
        nonisolated(unsafe) let (buffer, ends) = (buffer, ends)
        next = (first + blocks) % blocksOfPart
        return team.run { reader in
            let part = reader * blocksOfPart * blockSize
            let block = UnsafeMutableRawBufferPointer(start: buffer + reader * blockSize, count: blockSize)
            for count in 0..<blocks where ends[reader].error == 0 && ends[reader].difference == nil {
                let offset = part + (first + count) % blocksOfPart * blockSize
                ends[reader].offset = offset
                ends[reader].error = Self.read(file.descriptor, block, at: offset)
                ends[reader].difference = file.contents.firstDifference(
                    in: UnsafeRawBufferPointer(block), at: offset, .everyPage)
            }
        }
    }

    /// Compares every word of the last block of each reader.
    /// - Throws: `Failure` with 70 where anything since the last check is not what was written, 74 where it could not
    ///   be read.
    package func check() throws {
        for (reader, end) in ends.enumerated() {
            guard end.error == 0 else {
                throw Failure(
                    .outputError, cannot: "read the temporary file back",
                    because: Errno(rawValue: end.error).explained, remedy: "See dmesg: the device may be failing")
            }
            let block = UnsafeRawBufferPointer(start: buffer + reader * blockSize, count: blockSize)
            let difference = end.difference ?? file.contents.firstDifference(in: block, at: end.offset, .everyWord)
            if let difference {
                throw Failure(
                    .internalError, cannot: "trust the temporary file",
                    because: "at byte \(difference) it holds something else than was written there",
                    remedy: "See dmesg: the device or its file system may be failing")
            }
        }
    }

    private static func read(_ file: Int32, _ block: UnsafeMutableRawBufferPointer, at offset: Int) -> Int32 {
        var done = 0
        while done < block.count {
            let count = pread(file, block.baseAddress.map { $0 + done }, block.count - done, offset + done)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return count < 0 ? errno : EIO }
            done += count
        }
        return 0
    }
}
