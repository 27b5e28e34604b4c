import Kernels
import Machine
import ProbeKit
import Quantities
import Records

extension Campaign {
    /// The parts of the run with their cells, in the order in which they are begun.
    var outline: [PlannedStudy] {
        let counts = cellCounts
        return Study.allCases.compactMap { study in
            guard let cells = counts[study], cells > 0 else { return nil }
            return PlannedStudy(study: study.rawValue, cells: cells, seconds: Double(cells) * seconds(ofCell: study))
        }
    }

    /// The outline for a person who waits.
    var outlineText: String {
        let parts = outline.map { "\($0.study) \($0.cells)" }
        let needed = outline.map(\.seconds).reduce(0, +)
        let most = budget.seconds
        return "plan: \(outline.map(\.cells).reduce(0, +)) figures (\(parts.joined(separator: ", "))), "
            + "about \(min(needed, most).fixed(0)) s, at most \(most.fixed(0)) s\n"
    }

    var plannedCells: Int { cellCounts.values.reduce(0, +) }

    /// The share of what is left that a part may take: its own weight over that of all parts not begun.
    func share(of study: Study) -> Double {
        let counts = cellCounts
        let rest = Study.allCases.drop { $0 != study }.map { Double(counts[$0] ?? 0) * $0.weightOfCell }
        let all = rest.reduce(0, +)
        return all > 0 ? (rest.first ?? 0) / all : 1
    }

    private var cellCounts: [Study: Int] {
        let telling = min(1, choice.reads.count) + (choice.writers.contains { $0.operation == .triad } ? 1 : 0)
        let local = plan.localSources.count
        let loops = choice.writers.count + Set(choice.reads.map(\.instructionSet)).count
        let sweeps = plan.sweeps(machine, perOctave: options.quick ? 1 : 2)
        let pools = plan.localSources.first.map { HugePagePool.onNode($0.node).count } ?? 0
        var counts: [Study: Int] = [
            .loops: loops * (local > 1 ? local + 1 : local), .matrix: telling * plan.remotePairs.count,
            .scaling: telling * plan.localSources.map(\.threadCounts.count).reduce(0, +),
            .levels: choice.forCaches.count * sweeps.map(\.sets.sizes.count).reduce(0, +),
            .interleaved: plan.targets.count > 1 ? telling : 0, .pages: local > 0 ? telling * (2 + pools) : 0,
        ]
        counts = counts.filter { studies.contains($0.key) }
        counts[.shapes] = choice.reads.count
        return counts
    }

    /// About how long a figure takes where its samples agree: three turns, the first repetition of each dropped, and
    /// the check of what it wrote.
    private func seconds(ofCell study: Study) -> Double {
        let sampler = Sampler(study, quick: options.quick)
        let bytes = 3 * Double(plan.targets.map(\.array.bytes).max() ?? 0)
        // A slow node's read rate; most are faster, and samples of small arrays still last 10 ms.
        let sample = study == .levels ? 0.004 : max(0.010, bytes / 20e9)
        return Double(sampler.minimumTurns * (sampler.samplesPerTurn + 3)) * sample
    }
}
