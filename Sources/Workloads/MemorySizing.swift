import Machine
import Quantities
import Records

/// How large each of a workload's arrays on a node is.
struct MemorySizing {
    /// Units of each array, at least one for each thread.
    let units: Int
    let caveats: [Caveat.Kind]

    /// 4 × the last-level caches of the node's threads together, so that at most a quarter stays in them, and at least
    /// 64 MiB. All arrays take at most 80 % of the room: more invites the kernel to kill the process.
    /// - Parameter threads: the most that work on the node.
    init(_ layout: ArrayLayout, node: Int, cacheBytes: Int?, asked: ByteCount?, room: MemoryRoom?, threads: Int) throws
    {
        // Whole huge pages: each array begins on one of its own, and its last one is charged whole.
        let most = room.map { $0.bytes / 10 * 8 / layout.arrays & ~0x1F_FFFF } ?? .max
        // Where no cache size is told, 256 MiB is 4 × the largest cache of any but server CPUs.
        let wanted =
            asked?.bytes
            ?? max(cacheBytes.map { 4 * $0 } ?? 256 << 20, 64 << 20, threads * layout.wishedOfThread)
        let used = asked == nil ? min(wanted, most) : wanted
        let least = threads * layout.unitBytes
        guard max(used, least) <= most, used >= 1 << 20 || asked != nil else {
            throw Failure(
                .unavailable, cannot: "allocate memory",
                because: "\(layout.arrays) × \(ByteCount(max(wanted, least))) on node \(node) are needed, and "
                    + "\(ByteCount(room?.bytes ?? 0)) is left of \(room?.limit ?? "memory"), of which 80 % can be used",
                remedy: "Free memory, or ask for less with --array-size")
        }
        units = max(used, least) / layout.unitBytes
        guard let cacheBytes, units * layout.unitBytes < 4 * cacheBytes - 65_536 else {
            caveats = []
            return
        }
        caveats = [
            .arraysLimited(
                nodes: IDSet([node]), used: used, cacheMultiple: Double(used) / Double(cacheBytes),
                limit: asked == nil ? room?.limit ?? "memory" : "--array-size")
        ]
    }
}
