import Machine
import Records

/// The node whose memory each thread works on: the one that its CPU is on, or the nearest that has memory.
package struct ThreadHomes: Sendable {
    private let homes: [Int: Int]

    /// - Parameter memory: nodes whose memory may be used; not empty.
    package init(_ machine: Machine, cpus: [Int], memory: [NUMANode]) {
        var homes: [Int: Int] = [:]
        let ids = memory.map(\.id)
        for node in machine.topology.nodes {
            let nearest = ids.min { machine.distance(node.id, $0) < machine.distance(node.id, $1) }
            for cpu in cpus where node.pus.contains(cpu) { homes[cpu] = homes[cpu] ?? nearest }
        }
        // A CPU that no node claims.
        for cpu in cpus where homes[cpu] == nil { homes[cpu] = ids.first }
        self.homes = homes
    }

    /// The home of a CPU that it was made for.
    package func node(of cpu: Int) -> Int { homes[cpu] ?? 0 }

    /// All homes, ascending.
    package var nodes: [Int] { Set(homes.values).sorted() }

    /// The CPUs at home on a node, in the order given.
    package func cpus(_ cpus: [Int], on node: Int) -> [Int] { cpus.filter { self.node(of: $0) == node } }
}
