import Machine
import ProbeKit
import Records

extension Schedule {
    /// A latency run.
    init(_ plan: LatencyPlan, _ kinds: Set<LatencyCell.Kind>, _ machine: Machine, quick: Bool) {
        let (source, target) = plan.home
        let sets = WorkingSets(
            machine: machine, cpus: [source.cpus[0]], largest: target.bytes, perOctave: quick ? 1 : 2)
        let cores = plan.handoverCPUs.count
        let counts: [LatencyCell.Kind: Int] = [
            .level: 2 * sets.typical.count,
            .node: plan.pairs(in: .transparentHuge).count + plan.pairs(in: .small).count,
            .handover: max(1, cores * (cores - 1) / 2), .barrier: max(1, plan.barrierCounts.count), .loaded: 9,
            .curve: 2 * sets.sizes.count,
        ]
        // A cycle of another size is written anew in each turn.
        let filled: [LatencyCell.Kind: [Int]] = [.level: Array(sets.typical.keys), .curve: sets.sizes]
        let isFilled = !kinds.isDisjoint(with: LatencyPlan.kindsInMemory)
        self.init(
            seconds: plan.seconds, setUpSeconds: isFilled ? plan.fillSeconds : 0,
            LatencyCell.Kind.allCases.filter(kinds.contains).map { kind in
                let bytes = filled[kind].map { $0.reduce(0, +) / max(1, $0.count) } ?? 0
                let fill = FillTime.cycles.seconds(bytes, threads: target.fillers.count)
                let load = FillTime.values.seconds(plan.load.bytes, threads: plan.load.cpus.count - 1)
                // What tells most has the time for writing its cycles too.
                let effort = kind == .level ? 1 + 3 * fill / kind.secondsOfCell : 1
                return Outline.Part(
                    kind.rawValue, cells: counts[kind] ?? 0, weight: effort * kind.weight(cells: counts[kind] ?? 0),
                    secondsOfCell: kind.secondsOfCell + 3 * fill,
                    leastSecondsOfCell: kind.leastSecondsOfCell + fill,
                    setUpSeconds: kind == .loaded && plan.load.obstacle == nil ? load : 0,
                    selection: kind == .node ? .first : .spread)
            })
    }
}
