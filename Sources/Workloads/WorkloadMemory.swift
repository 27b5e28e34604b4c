import Machine
import Quantities
import Records

/// Arrays on the home node of each of some threads, and the proof of where they are.
///
/// Whatever number of threads runs, those of a node have equal shares of its arrays: one thread alone goes through all
/// of them. Shares of different nodes differ where other numbers of threads run there, which costs nothing: each
/// thread goes round its own as far as time allows. No thread works on another node's memory.
package final class WorkloadMemory {
    package let layout: ArrayLayout
    private let homes: ThreadHomes
    private let parts: [Int: NodePart]
    package let placements: [ArrayPlacement]
    /// Where it is.
    package var nodes: IDSet { IDSet(parts.keys) }
    package let caveats: [Caveat.Kind]
    /// Why nothing can be measured here; nil where it can.
    package let obstacle: String?
    /// Whether that is for want of a permission.
    package let isForbidden: Bool

    /// Binds memory on every home, has the node's own threads touch it first, and asks the kernel where it is.
    /// - Parameters:
    ///   - cpus: all threads that will ever work on it.
    ///   - size: of each array on a node.
    ///   - fill: writes a share's values; each thread is given its own.
    package init(
        _ layout: ArrayLayout, machine: Machine, homes: ThreadHomes, cpus: [Int], size: ArraySize,
        fill: @Sendable (MemoryShare) -> Void
    ) throws {
        self.layout = layout
        self.homes = homes
        let nodes = homes.nodes
        let hasOneNode = machine.topology.memoryNodes.count == 1
        var parts: [Int: NodePart] = [:]
        var (placements, caveats): ([ArrayPlacement], [Caveat.Kind]) = ([], [])
        var proofs: [PlacementProof] = []
        for (index, node) in nodes.enumerated() {
            let own = homes.cpus(cpus, on: node)
            let cacheBytes = machine.lastLevelCache(of: own)
            let room = machine.room(onNode: node, sharers: nodes.count - index)
            let sizing = try MemorySizing(
                layout, node: node, cacheBytes: cacheBytes, asked: size.asked,
                room: size.room(room, threads: own.count, nodes: nodes.count), threads: own.count)
            let part = try NodePart(layout, node: node, units: sizing.units)
            try part.touch(by: own, fill)
            let proof = part.proof(hasOneNode: hasOneNode)
            placements.append(
                ArrayPlacement(proof, place: .node(node), bytes: part.arrayBytes, cacheBytes: cacheBytes))
            caveats += sizing.caveats + proof.caveats
            proofs.append(proof)
            parts[node] = part
        }
        self.parts = parts
        self.placements = placements
        self.caveats = caveats
        obstacle = proofs.compactMap(\.obstacle).first
        isForbidden = proofs.contains(where: \.isForbidden)
    }

    /// Each thread's part of its node's arrays, in the order of the CPUs.
    /// - Parameter unitBytes: of units other than the layout's; a rest of an array that is no unit is nobody's.
    package func shares(of cpus: [Int], unitBytes: Int? = nil) -> [MemoryShare] {
        var taken: [Int: Int] = [:]
        let counts = Dictionary(grouping: cpus, by: homes.node).mapValues(\.count)
        return cpus.compactMap { cpu in
            let node = homes.node(of: cpu)
            let index = taken[node, default: 0]
            taken[node] = index + 1
            return parts[node]?.share(index, of: counts[node] ?? 1, unitBytes: unitBytes ?? layout.unitBytes)
        }
    }

    /// Units of an array on a node.
    package func units(onNode node: Int) -> Int { parts[node]?.units ?? 0 }
}

/// One node's arrays.
private final class NodePart {
    let node: Int
    let layout: ArrayLayout
    let units: Int
    private let stride: Int
    private let memory: BoundMemory

    init(_ layout: ArrayLayout, node: Int, units: Int) throws {
        self.node = node
        self.layout = layout
        self.units = units
        // Each array begins on a huge page of its own.
        stride = (units * layout.unitBytes + 0x1F_FFFF) & ~0x1F_FFFF
        memory = try BoundMemory(byteCount: layout.arrays * stride, place: .node(node))
    }

    var arrayBytes: Int { units * layout.unitBytes }

    func share(_ index: Int, of count: Int, unitBytes: Int) -> MemoryShare {
        let all = arrayBytes / unitBytes
        let range = all * index / count..<all * (index + 1) / count
        let base = memory.base
        return MemoryShare(
            node: node, starts: (0..<layout.arrays).map { base + $0 * stride + range.lowerBound * unitBytes },
            units: range, unitBytes: unitBytes, unitsOnNode: all, sharer: index, sharers: count)
    }

    func touch(by cpus: [Int], _ fill: @Sendable (MemoryShare) -> Void) throws {
        let shares = cpus.indices.map { share($0, of: cpus.count, unitBytes: layout.unitBytes) }
        try ThreadTeam(cpus: cpus).run { fill(shares[$0]) }
    }

    func proof(hasOneNode: Bool) -> PlacementProof {
        let touched = (0..<layout.arrays).map { $0 * stride..<$0 * stride + arrayBytes }
        return PlacementProof(memory, parts: touched, hasOneNode: hasOneNode)
    }
}
