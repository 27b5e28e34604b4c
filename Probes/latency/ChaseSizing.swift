import Machine
import Quantities
import Records

/// How large the cycle of pointers on a node is.
struct ChaseSizing {
    let bytes: Int
    let caveats: [Caveat.Kind]

    /// 4 × the cache that a core reaches, so that three quarters of the loads miss it and more where it is shared;
    /// between 64 MiB and 1 GiB, which takes a second to fill. Three such areas exist at once (two page sizes, and
    /// what other cores stream), and take at most 80 % of the room.
    init(node: Int, cacheBytes: Int?, asked: ByteCount?, room: MemoryRoom?) throws {
        let most = room.map { $0.bytes / 10 * 8 / 3 } ?? .max
        // Where no cache size is told, 256 MiB is 4 × the largest cache of any but server CPUs.
        let wanted = asked?.bytes ?? min(max(cacheBytes.map { 4 * $0 } ?? 256 << 20, 64 << 20), 1 << 30)
        // Whole huge pages, of which the last one is charged whole.
        let used = wanted <= most ? wanted & ~4095 : most & ~0x1F_FFFF
        guard used >= 1 << 20 || used == wanted & ~4095, used > 0, asked == nil || used == wanted & ~4095 else {
            throw Failure(
                .unavailable, cannot: "chase pointers through \(ByteCount(wanted)) on node \(node)",
                because: "\(ByteCount(room?.bytes ?? 0)) is left of \(room?.limit ?? "memory"), of which a third of "
                    + "80 % can be used", remedy: "Free memory, or ask for less with --array-size")
        }
        bytes = used
        guard let cacheBytes, used < 4 * cacheBytes - 4096 else {
            caveats = []
            return
        }
        let limit = used < wanted ? room?.limit ?? "memory" : asked == nil ? "the time to fill 1 GiB" : "--array-size"
        caveats = [
            .arraysLimited(
                nodes: IDSet([node]), used: used, cacheMultiple: Double(used) / Double(cacheBytes), limit: limit)
        ]
    }
}
