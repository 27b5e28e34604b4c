import Quantities
import Records

/// How large the three arrays of a node are.
package struct ArraySizing: Sendable {
    /// One array, in bytes.
    package let array: ByteCount
    /// That an array is smaller than wished, and why.
    package let caveats: [Caveat.Kind]

    /// At least 4 × the caches in use, as STREAM asks, so that at most a quarter of an array can stay in them; and at
    /// least 64 MiB, so that one pass takes milliseconds. All three take at most 80 % of the room: more invites the
    /// kernel to kill the process.
    /// - Parameters:
    ///   - cacheBytes: all last-level caches in use; nil where none is told.
    ///   - asked: the size that the user wants.
    ///   - room: what the node can give; nil where it is not told.
    ///   - threads: how many share an array, in whole cache lines each.
    /// - Throws: `Failure` where there is no room for what was asked, or for anything that tells something.
    package init(node: Int, cacheBytes: Int?, asked: ByteCount?, room: MemoryRoom?, threads: Int) throws {
        let most = room.map { Self.most($0, arrays: 3).bytes } ?? .max
        if let asked {
            guard Self.wholePages(asked.bytes) <= most else { throw Self.tooLarge(asked, node: node, room: room) }
            array = Self.rounded(asked, threads: threads)
            caveats = Self.smallness(array, cacheBytes, node, limit: "--array-size")
            return
        }
        // Where no cache size is told, 256 MiB is 4 × the largest cache of any but server CPUs.
        let wanted = ByteCount(max(cacheBytes.map { 4 * $0 } ?? 256 << 20, 64 << 20))
        let used = ByteCount(min(wanted.bytes, most))
        guard used.bytes >= 1 << 20 else { throw Self.tooLarge(wanted, node: node, room: room) }
        array = Self.rounded(used, threads: threads)
        caveats =
            used < wanted ? Self.smallness(array, cacheBytes, node, limit: room?.limit ?? "memory") : []
    }

    /// What each of so many arrays may take of the room: a multiple of the huge page, since each array begins on one of
    /// its own and its last one is charged whole.
    package static func most(_ room: MemoryRoom, arrays: Int) -> ByteCount {
        ByteCount(room.bytes / 10 * 8 / arrays & ~(hugePage - 1))
    }

    private static let hugePage = 2 << 20
    private static func wholePages(_ bytes: Int) -> Int { (bytes + hugePage - 1) & ~(hugePage - 1) }

    /// Down to whole cache lines for every thread.
    private static func rounded(_ size: ByteCount, threads: Int) -> ByteCount {
        ByteCount(max(1, size.bytes / (64 * threads)) * 64 * threads)
    }

    private static func smallness(_ array: ByteCount, _ cacheBytes: Int?, _ node: Int, limit: String) -> [Caveat.Kind] {
        guard let cacheBytes, array.bytes < 4 * cacheBytes - 4096 else { return [] }
        let multiple = Double(array.bytes) / Double(cacheBytes)
        return [.arraysLimited(nodes: IDSet([node]), used: array.bytes, cacheMultiple: multiple, limit: limit)]
    }

    private static func tooLarge(_ size: ByteCount, node: Int, room: MemoryRoom?) -> Failure {
        Failure(
            .unavailable, cannot: "allocate three arrays of \(size) on node \(node)",
            because:
                "\(room.map { "\(ByteCount($0.bytes))" } ?? "an unknown amount") is left of "
                + "\(room?.limit ?? "memory"), "
                + "and arrays may take 80 % of it",
            remedy: "Ask for less with --array-size, or free memory")
    }
}
