import Machine
import Quantities
import Records

/// What other cores of the home node stream while its first core loads; decided before anything is allocated.
struct LoadSizing {
    /// The core that loads, and those that stream.
    let cpus: [Int]
    /// Of the memory that they go through together.
    let bytes: Int
    /// Why nothing can be measured; nil where it can.
    let obstacle: String?

    /// Each reader has at least a block of its own.
    static let block = 64 << 10

    /// Four times the caches that the readers use together, so that they read memory; with the two cycles of pointers
    /// that are there meanwhile, at most 80 % of the room.
    init(_ machine: Machine, _ home: (source: LatencyPlan.Source, target: LatencyPlan.Target), sharers: Int) {
        let (source, target) = home
        let node = machine.topology.nodes.first { $0.id == source.node }
        let cores = min(source.cpus.count, node.map { machine.coreCount(onNode: $0) } ?? 1)
        cpus = Array(source.cpus.prefix(cores))
        let caches = machine.lastLevelCache(of: Array(cpus.dropFirst()))
        let cycles = 2 * ((target.bytes + 0x1F_FFFF) & ~0x1F_FFFF)
        let room = machine.room(onNode: target.node, sharers: sharers).map { max(0, $0.bytes / 10 * 8 - cycles) }
        bytes = min(max(caches.map { 4 * $0 } ?? 0, target.bytes), (room ?? .max) & ~0x1F_FFFF)
        if cores < 2 {
            obstacle = "no other core of the node can stream meanwhile"
        } else if bytes < max(2 * (caches ?? 0), (cores - 1) * Self.block) {
            obstacle = "\(ByteCount(bytes)) are free for the other cores, whose caches hold \(ByteCount(caches ?? 0))"
        } else {
            obstacle = nil
        }
    }
}
