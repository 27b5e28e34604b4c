import Records

/// The order in which threads take a machine's PUs.
package struct ThreadOrder: Hashable, Sendable {
    package let placement: ThreadPlacement
    /// One PU of every core, then second PUs, then third ones; among cores the fastest kind first.
    package let cpus: [Int]
}

extension Machine {
    /// The PUs in the order that threads take them under a placement.
    /// - Parameter nodes: the nodes whose CPUs are used; all where it is nil.
    package func order(_ placement: ThreadPlacement, nodes: IDSet? = nil) -> [Int] {
        let cores = ordered(usableCores(nodes: nodes), placement)
        let most = cores.map(\.pus.count).max() ?? 0
        return (0..<most).flatMap { sibling in
            cores.compactMap { $0.pus.count > sibling ? $0.pus[sibling] : nil }
        }
    }

    /// The placements that differ on this machine: compact alone, where its cores share everything or nothing.
    /// - Parameter nodes: the nodes whose CPUs are used; all where it is nil.
    package func orders(nodes: IDSet? = nil) -> [ThreadOrder] {
        let compact = ThreadOrder(placement: .compact, cpus: order(.compact, nodes: nodes))
        let spread = ThreadOrder(placement: .spread, cpus: order(.spread, nodes: nodes))
        return spread.cpus == compact.cpus ? [compact] : [compact, spread]
    }

    /// Kinds are ranked from the most efficient to the fastest, so the last comes first.
    func ordered(_ cores: [UsableCore], _ placement: ThreadPlacement) -> [UsableCore] {
        Set(cores.map(\.core.kind)).sorted(by: >).flatMap { kind in
            // Threads fill a part before they begin the next; the topology's order decides between equals.
            let alike = cores.filter { $0.core.kind == kind }.sorted {
                ($0.path + [$0.core.id]).lexicographicallyPrecedes($1.path + [$1.core.id])
            }
            return placement == .compact ? alike : Self.spread(alike, depth: 0)
        }
    }

    /// One core of each part in turn, and the cores of each part likewise over its own parts.
    private static func spread(_ cores: [UsableCore], depth: Int) -> [UsableCore] {
        guard depth < UsableCore.Level.allCases.count, cores.count > 1 else { return cores }
        var parts: [[UsableCore]] = []
        for core in cores {
            if parts.last?.last?.path[depth] == core.path[depth] {
                parts[parts.count - 1].append(core)
            } else {
                parts.append([core])
            }
        }
        let turns = parts.map { spread($0, depth: depth + 1) }
        return (0..<(turns.map(\.count).max() ?? 0)).flatMap { turn in
            turns.compactMap { $0.count > turn ? $0[turn] : nil }
        }
    }
}
