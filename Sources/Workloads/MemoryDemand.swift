import Machine
import Quantities
import Records

/// The memory that a layout would take, without taking it.
package struct MemoryDemand: Sendable {
    package let memory: [PlannedMemory]
    /// About what filling it takes.
    package let fillSeconds: Double
    package let caveats: [Caveat.Kind]

    /// - Parameter cpus: all threads that will ever work on it.
    /// - Throws: `Failure` where there is no room.
    package init(
        _ layout: ArrayLayout, machine: Machine, homes: ThreadHomes, cpus: [Int], size: ArraySize
    ) throws {
        let nodes = homes.nodes
        var (memory, seconds, caveats): ([PlannedMemory], Double, [Caveat.Kind]) = ([], 0, [])
        for node in nodes {
            let own = homes.cpus(cpus, on: node)
            let room = machine.room(onNode: node, sharers: nodes.count)
            let sizing = try MemorySizing(
                layout, node: node, cacheBytes: machine.lastLevelCache(of: own), asked: size.asked,
                room: size.room(room, threads: own.count, nodes: nodes.count), threads: own.count)
            // Each array begins on a huge page of its own.
            let array = (sizing.units * layout.unitBytes + 0x1F_FFFF) & ~0x1F_FFFF
            memory.append(PlannedMemory(node: node, bytes: layout.arrays * array, roomBytes: room?.bytes))
            seconds += FillTime.values.seconds(layout.arrays * array, threads: own.count)
            caveats += sizing.caveats
        }
        (self.memory, fillSeconds, self.caveats) = (memory, seconds, caveats)
    }
}

extension [PlannedMemory] {
    /// Of memory that exists at different times, the most on each node.
    package func merged(with other: [PlannedMemory]) -> [PlannedMemory] {
        let largest = Dictionary((self + other).map { ($0.node, $0) }) { $0.bytes >= $1.bytes ? $0 : $1 }
        return largest.values.sorted { $0.node < $1.node }
    }
}
