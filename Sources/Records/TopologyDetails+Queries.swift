import Quantities

extension TopologyDetails {
    /// All PUs that exist and are on.
    package var pus: IDSet { IDSet(cores.flatMap(\.pus.ids)) }

    /// The most PUs that any core has.
    package var threadsPerCore: Int { cores.map(\.pus.count).max() ?? 1 }

    /// Memory of all nodes, in bytes.
    package var memory: Int {
        nodes.map(\.memory).reduce(0) { $0.addingReportingOverflow($1).overflow ? .max : $0 + $1 }
    }

    /// Nodes that have memory.
    package var memoryNodes: [NUMANode] { nodes.filter { $0.memory > 0 } }

    /// The L3 caches that a node's CPUs share: "2 × 32 MiB"; nil where none is known.
    package func lastLevelCaches(of node: NUMANode) -> String? {
        let caches = dataCaches(level: 3).filter { !$0.pus.intersection(node.pus).isEmpty }
        let sizes = Set(caches.map(\.size)).sorted().map { size in
            "\(caches.count { $0.size == size }) × \(ByteCount(size))"
        }
        return sizes.isEmpty ? nil : sizes.joined(separator: " + ")
    }

    /// The cores' caches of a level that hold data, in the order of the topology.
    package func dataCaches(level: Int) -> [Cache] {
        caches.filter { $0.level == level && ($0.type == "data" || $0.type == "unified") }
    }

    /// What the process's permissions leave out of the machine.
    package var limitCaveats: [Caveat] {
        var kinds: [Caveat.Kind] = []
        let existing = pus
        if usable.pus.count < existing.count {
            kinds.append(.fewerCPUsAllowed(allowed: usable.pus.count, existing: existing.count))
        }
        let nodes = IDSet(memoryNodes.map(\.id))
        if !nodes.ids.allSatisfy(usable.nodes.contains) {
            kinds.append(.fewerNodesAllowed(allowed: usable.nodes.intersection(nodes), existing: nodes))
        }
        return kinds.map { Caveat($0) }
    }
}
