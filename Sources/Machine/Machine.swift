import Quantities
import Records

/// The machine this program runs on: its parts, what may be used of them, and what is free.
package struct Machine: Sendable {
    package let topology: TopologyDetails
    /// What might be used when it was discovered; nil of another machine.
    private let allowance: Allowance?
    /// Of this machine's nodes; nil where they are read when they are asked for.
    let watermarks: Watermarks?

    package init(topology: TopologyDetails, allowance: Allowance? = nil, watermarks: Watermarks? = nil) {
        self.topology = topology
        self.allowance = allowance
        self.watermarks = watermarks
    }

    /// Describes any machine.
    package static func describe(
        _ source: TopologySource, hypervisorsWord: HypervisorsWord = .doubted
    ) throws -> TopologyDetails {
        try TopologyReader(source, hypervisorsWord: hypervisorsWord).read()
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
        return Machine(topology: topology, allowance: .current(), watermarks: Watermarks(files: .live))
    }
}

extension Machine {
    /// What limits figures taken here: the environment, what this process may not use, and what was found meanwhile.
    package func caveats(_ environment: Environment, found: [Caveat.Kind]) -> [Caveat] {
        let change = allowance.flatMap { Allowance.current().change(since: $0) }
        return environment.caveats(cpus: topology.usable.pus.count) + topology.limitCaveats
            + Caveat.merging(found + [change].compactMap(\.self))
    }

    /// The same machine as if this process might use the CPUs of some nodes only.
    /// - Throws: `Failure` where one of them does not exist, or has no CPU that may be used.
    package func restricted(to nodes: IDSet?) throws -> Machine {
        guard let nodes else { return self }
        for id in nodes.ids {
            let usable = self.topology.nodes.first { $0.id == id }.map { $0.pus.intersection(self.topology.usable.pus) }
            guard let usable, !usable.isEmpty else {
                throw Failure(
                    .unavailable, cannot: "compute on node \(id)",
                    because: usable == nil ? "there is no such node" : "it has no CPU that this process may use",
                    remedy: "Name other nodes with --nodes; there are \(IDSet(self.topology.nodes.map(\.id)))")
            }
        }
        var topology = topology
        let pus = topology.nodes.filter { nodes.contains($0.id) }.flatMap(\.pus.ids)
        topology.usable.pus = topology.usable.pus.intersection(IDSet(pus))
        return Machine(topology: topology, allowance: allowance, watermarks: watermarks)
    }

    /// Nodes whose memory this process may use.
    package var usableMemoryNodes: [NUMANode] {
        topology.memoryNodes.filter { topology.usable.nodes.contains($0.id) }
    }

    /// The firmware's distance between two nodes; without a table 10 to itself and 20 to others, as the kernel assumes.
    package func distance(_ from: Int, _ to: Int) -> Int {
        guard let table = topology.distances, let row = topology.nodes.firstIndex(where: { $0.id == from }),
            let column = topology.nodes.firstIndex(where: { $0.id == to })
        else { return from == to ? 10 : 20 }
        return table[row][column]
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

    /// The nearest thing that two PUs share: "core", "L2", "L3", "die", "package", or "nothing".
    package func shared(by first: Int, _ second: Int) -> String {
        let cores = [first, second].map { pu in topology.cores.first { $0.pus.contains(pu) } }
        if let one = cores[0], one.id == cores[1]?.id { return "core" }
        for level in [2, 3] {
            let together = topology.dataCaches(level: level).contains {
                $0.pus.contains(first) && $0.pus.contains(second)
            }
            if together { return "L\(level)" }
        }
        if let die = cores[0]?.die, die == cores[1]?.die { return "die" }
        return cores[0]?.package == cores[1]?.package ? "package" : "nothing"
    }

    /// What each of some threads has of a cache level, if those that share one divide it evenly: bytes, of the thread
    /// with the least; nil where the size or the level is not told.
    package func cachePerThread(level: Int, cpus: [Int]) -> Int? {
        let caches = topology.dataCaches(level: level)
        let shares = cpus.map { cpu in
            caches.first { $0.pus.contains(cpu) }.map { cache in cache.size / cpus.count(where: cache.pus.contains) }
        }
        guard let least = shares.compactMap(\.self).min(), least > 0, !shares.contains(nil) else { return nil }
        return least
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
