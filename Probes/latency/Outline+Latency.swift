import Machine
import ProbeKit
import Records

extension Outline {
    /// The parts of a latency run.
    init(_ plan: LatencyPlan, _ kinds: Set<LatencyCell.Kind>, _ machine: Machine, quick: Bool) {
        let (source, target) = plan.home
        let sets = WorkingSets(
            machine: machine, cpus: [source.cpus[0]], largest: target.bytes, perOctave: quick ? 1 : 2)
        let cores = plan.handoverCPUs.count
        let counts: [LatencyCell.Kind: Int] = [
            .level: 2 * sets.typical.count, .node: 2 * plan.sources.count * plan.targets.count,
            .handover: max(1, cores * (cores - 1) / 2), .barrier: max(1, plan.barrierCounts.count), .loaded: 9,
            .curve: 2 * sets.sizes.count,
        ]
        self.init(
            LatencyCell.Kind.allCases.filter(kinds.contains).map { kind in
                Part(
                    kind.rawValue, cells: counts[kind] ?? 0, weight: kind.weightOfCell,
                    secondsOfCell: kind.secondsOfCell)
            })
    }
}
