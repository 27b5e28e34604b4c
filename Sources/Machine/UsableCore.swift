import Records

/// A core with the PUs that may be used of it, and the parts of the machine that hold it.
struct UsableCore {
    let core: Core
    /// Ascending; never empty.
    let pus: [Int]
    /// Numbers of its package, node, die, L3 and L2, from the outside in; -1 where it has none, or none is told, so
    /// that such cores are one group.
    let path: [Int]

    /// What the numbers of `path` stand for.
    enum Level: Int, CaseIterable {
        case package, node, die, l3, l2
    }

    /// The number of the part that holds it; nil where none is told.
    func part(_ level: Level) -> Int? {
        let number = path[level.rawValue]
        return number < 0 ? nil : number
    }
}

extension Machine {
    /// Cores with at least one PU this process may use, in the order of the topology.
    /// - Parameter nodes: the nodes whose CPUs are asked for; all where it is nil.
    func usableCores(nodes: IDSet? = nil) -> [UsableCore] {
        var usable = topology.usable.pus
        if let nodes {
            let asked = topology.nodes.filter { nodes.contains($0.id) }
            usable = usable.intersection(IDSet(asked.flatMap(\.pus.ids)))
        }
        let (l3, l2) = (cacheNumbers(level: 3), cacheNumbers(level: 2))
        return topology.cores.compactMap { core in
            let pus = core.pus.intersection(usable).ids
            guard let first = pus.first else { return nil }
            let path = [core.package, core.node ?? -1, core.die ?? -1, l3[first] ?? -1, l2[first] ?? -1]
            return UsableCore(core: core, pus: pus, path: path)
        }
    }

    /// The number of each PU's cache; a table, for machines have thousands of PUs and hundreds of caches.
    private func cacheNumbers(level: Int) -> [Int: Int] {
        var numbers: [Int: Int] = [:]
        for (number, cache) in topology.dataCaches(level: level).enumerated() {
            for pu in cache.pus.ids { numbers[pu] = number }
        }
        return numbers
    }
}
