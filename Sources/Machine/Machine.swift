import Quantities
import Records

/// The machine this program runs on: its parts, what may be used of them, and what is free.
package struct Machine: Sendable {
    package let topology: TopologyDetails

    package init(topology: TopologyDetails) { self.topology = topology }

    /// Describes any machine.
    package static func describe(_ source: TopologySource) throws -> TopologyDetails {
        try TopologyReader(source).read()
    }

    /// Discovers the running system, to measure it.
    /// - Throws: `Failure` where hwloc was told to describe another machine: binding would succeed and do nothing.
    package static func discover() throws -> Machine {
        let source = try TopologySource.fromEnvironment()
        let topology = try describe(source)
        guard topology.isThisMachine else {
            throw Failure(
                .unavailable, cannot: "measure \(source)", because: "it is not the machine this program runs on",
                remedy:
                    "Unset HWLOC_XMLFILE, HWLOC_SYNTHETIC, HWLOC_FSROOT and HWLOC_THISSYSTEM to measure this machine")
        }
        guard !topology.usable.pus.isEmpty else {
            throw Failure(
                .unavailable, cannot: "measure this machine", because: "hwloc finds no CPU that this process may use",
                remedy: "Check that /sys and /proc are mounted, and the cpuset")
        }
        return Machine(topology: topology)
    }
}

extension Machine {
    /// Nodes whose memory this process may use.
    package var usableMemoryNodes: [NUMANode] {
        topology.memoryNodes.filter { topology.usable.nodes.contains($0.id) }
    }

    /// CPUs to pin threads to on a node, best first: one PU of every core, then the cores' other PUs.
    package func cpus(onNode node: NUMANode) -> [Int] {
        let usable = topology.usable.pus.intersection(node.pus)
        let cores = topology.cores.map { $0.pus.intersection(usable).ids }.filter { !$0.isEmpty }
        let siblings = cores.map(\.count).max() ?? 0
        return (0..<siblings).flatMap { sibling in cores.compactMap { $0.count > sibling ? $0[sibling] : nil } }
    }

    /// Cores of a node that have at least one PU this process may use.
    package func coreCount(onNode node: NUMANode) -> Int {
        let usable = topology.usable.pus.intersection(node.pus)
        return topology.cores.count { !$0.pus.intersection(usable).isEmpty }
    }

    /// The sum of the L3 caches that CPUs use (L2 where there is no L3), in bytes; nil where no size is known.
    package func lastLevelCache(of cpus: [Int]) -> Int? {
        let used = IDSet(cpus)
        for level in [3, 2] {
            let caches = topology.dataCaches(level: level).filter { !$0.pus.intersection(used).isEmpty }
            let size = caches.map(\.size).reduce(0, +)
            if size > 0 { return size }
        }
        return nil
    }
}
