import Kernels
import Machine
import ProbeKit
import Quantities
import Records

extension Outline {
    /// The parts of a bandwidth run.
    init(_ plan: BandwidthPlan, _ choice: KernelChoice, _ studies: Set<Study>, _ machine: Machine, quick: Bool) {
        let counts = Self.cells(plan, choice, machine, quick: quick)
        self.init(
            Study.allCases.filter { studies.contains($0) || ($0 == .shapes && studies != [.levels]) }.map { study in
                Part(
                    study.rawValue, cells: counts[study] ?? 0, weight: study.weightOfCell,
                    secondsOfCell: Self.seconds(study, plan, quick: quick))
            })
    }

    private static func cells(
        _ plan: BandwidthPlan, _ choice: KernelChoice, _ machine: Machine, quick: Bool
    ) -> [Study: Int] {
        let telling = min(1, choice.reads.count) + (choice.writers.contains { $0.operation == .triad } ? 1 : 0)
        let local = plan.localSources.count
        let loops = choice.writers.count + Set(choice.reads.map(\.instructionSet)).count
        let sweeps = plan.sweeps(machine, quick: quick)
        let pools = plan.localSources.first.map { HugePagePool.onNode($0.node).count } ?? 0
        return [
            .shapes: choice.reads.count, .loops: loops * (local > 1 ? local + 1 : local),
            .matrix: telling * plan.remotePairs.count,
            .scaling: telling * plan.localSources.map(\.threadCounts.count).reduce(0, +),
            .levels: choice.forCaches.count * sweeps.map(\.sets.sizes.count).reduce(0, +),
            .interleaved: plan.targets.count > 1 ? telling : 0, .pages: local > 0 ? telling * (2 + pools) : 0,
        ]
    }

    /// Three turns, the first repetition of each dropped, and the check of what it wrote.
    private static func seconds(_ study: Study, _ plan: BandwidthPlan, quick: Bool) -> Double {
        let sampler = Sampler(study, quick: quick)
        let bytes = 3 * Double(plan.targets.map(\.array.bytes).max() ?? 0)
        // A slow node's read rate; most are faster, and samples of small arrays still last 10 ms.
        let sample = study == .levels ? 0.004 : max(0.010, bytes / 20e9)
        return Double(sampler.minimumTurns * (sampler.samplesPerTurn + 3)) * sample
    }
}
