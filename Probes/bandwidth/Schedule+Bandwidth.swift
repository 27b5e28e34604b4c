import Kernels
import Machine
import ProbeKit
import Quantities
import Records

extension Schedule {
    /// A bandwidth run.
    init(_ plan: BandwidthPlan, _ choice: KernelChoice, _ studies: Set<Study>, _ machine: Machine, quick: Bool) {
        let counts = Self.cells(plan, choice, machine, quick: quick)
        let parts = Study.allCases.filter { studies.contains($0) || ($0 == .shapes && studies != [.levels]) }
        self.init(
            seconds: plan.seconds, setUpSeconds: plan.fillSeconds,
            parts.map { study in
                let sampler = Sampler(study, quick: quick)
                let sample = Self.secondsOfSample(study, plan)
                // Three turns, the first repetition of each dropped, and the check of what it wrote.
                return Outline.Part(
                    study.rawValue, cells: counts[study] ?? 0,
                    weight: study.weight(cells: counts[study] ?? 0),
                    secondsOfCell: Double(sampler.minimumTurns * (sampler.samplesPerTurn + 3)) * sample,
                    leastSecondsOfCell: 4 * sample, setUpSeconds: Self.setUp(study, plan, machine),
                    selection: study == .levels ? .spread : .first)
            })
    }

    private static func cells(
        _ plan: BandwidthPlan, _ choice: KernelChoice, _ machine: Machine, quick: Bool
    ) -> [Study: Int] {
        let telling = min(1, choice.reads.count) + (choice.writers.contains { $0.operation == .triad } ? 1 : 0)
        let local = plan.localSources.count
        let places = local > 1 ? local + 1 : local
        let loops = choice.writers.count + Set(choice.reads.map(\.instructionSet)).count
        let everywhere = choice.writers.count(where: choice.isTelling) + min(1, choice.reads.count)
        let sweeps = plan.sweeps(machine, quick: quick)
        let pools = plan.localSources.first.map { machine.hugePagePools(onNode: $0.node).count } ?? 0
        return [
            .shapes: choice.reads.count,
            .loops: plan.isLarge ? everywhere * places + (loops - everywhere) * 2 : loops * places,
            .matrix: telling * plan.remotePairs.count,
            .scaling: telling * plan.countedSources.map(\.threadCounts.count).reduce(0, +),
            .levels: choice.forCaches.count * sweeps.map(\.sets.sizes.count).reduce(0, +),
            .interleaved: plan.targets.count > 1 ? telling : 0, .pages: local > 0 ? telling * (2 + pools) : 0,
        ]
    }

    private static func secondsOfSample(_ study: Study, _ plan: BandwidthPlan) -> Double {
        // The race is of loops that read one array.
        let arrays = study == .shapes ? 1.0 : 3.0
        let bytes = arrays * Double(plan.targets.map(\.array.bytes).max() ?? 0)
        // What slow nodes read, 20 GB/s with a few cores and 60 GB/s with many; most are faster, and samples of small
        // arrays still last 10 ms.
        let cores = plan.sources.map(\.cpus.count).min() ?? 1
        let rate = 20e9 * max(1, min(3, Double(cores) / 8))
        return study == .levels ? 0.004 : max(0.010, bytes / rate)
    }

    /// The arrays of a part's own.
    private static func setUp(_ study: Study, _ plan: BandwidthPlan, _ machine: Machine) -> Double {
        switch study {
        // All nodes fill at the same time.
        case .interleaved where plan.targets.count > 1: plan.fillSeconds / Double(plan.targets.count)
        case .pages:
            plan.home.map { FillTime.values.seconds($0.sets * 3 * $0.bytes, threads: $0.threads) } ?? 0
        default: 0
        }
    }
}
