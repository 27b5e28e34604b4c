import Quantities
import Records
import Statistics
import Tables
import TokenModel

/// The fastest way to compute with each type of number, by one core of each kind and by all.
struct PeakSection: ReportSection {
    let context: ReportContext

    var markdown: String {
        let rows = fastest.flatMap(rows)
        guard !rows.isEmpty else { return "" }
        let columns: [Table.Column] = [
            .init("Numbers, fastest set"), .init("Cores"), .init("GOP/s", .right), .init("GHz", .right),
            .init("Per cycle", .right), .init("Of theory", .right),
        ]
        return """
            \(Table(columns, rows: rows).markdown)
            \(withoutClock)*Per cycle* is of one core, by the clock that was measured in the same moment. \
            \(([theory] + additions + [tooLow] + [document]).compactMap(\.self).joined(separator: " "))

            """
    }

    private var fastest: [PeakCell] { context.peaks.types.compactMap(context.peaks.fastest) }

    /// A type's rows: its fastest loop on each set of cores, each with the mix that beats it.
    private func rows(_ fastest: PeakCell) -> [[String]] {
        let cells = context.peaks.measuredPeaks.filter { $0.isSameLoop(as: fastest) && $0.package == nil }
        let withMixes = cells + cells.compactMap(context.peaks.fasterMix)
        return withMixes.enumerated().map { index, cell in
            let isNew = index == 0 || withMixes[index - 1].setName != cell.setName
            return [isNew ? "\(cell.typeName), \(cell.setName)" : "", cell.coresName] + cell.figures
        }
    }

    /// Why a row has nothing but its rate.
    private var withoutClock: String {
        context.peaks.measuredPeaks.contains { $0.clock?.summary == nil }
            ? "Where the clock has no figure, neither has what rests on it. " : ""
    }

    private var mixes: [PeakCell] {
        fastest.flatMap { own in
            context.peaks.measuredPeaks.filter { $0.isSameLoop(as: own) && $0.package == nil }
                .compactMap(context.peaks.fasterMix)
        }
    }

    /// What theory is based on; why it is unknown.
    private var theory: String {
        let cores = context.flops?.details.cores ?? []
        let used = Set(fastest.map { [$0.type, $0.isa] })
        let sentences = cores.map { core -> String in
            let kind = cores.count > 1 ? " of the \(core.kind.escapedForMarkdown) cores" : ""
            guard let name = core.microarchitecture?.escapedForMarkdown else {
                return "Theory\(kind) is unknown: the CPU is in no table."
            }
            let sources = core.peaks.filter { used.contains([$0.type, $0.isa]) }.map(\.provenance)
                .reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
            let from = sources.isEmpty ? "" : " (\(sources.joined(separator: "; ").escapedForMarkdown))"
            return "*Theory*\(kind) is that of \(name)\(from)."
        }
        return sentences.isEmpty ? "Theory is unknown: the cores were not told." : sentences.joined(separator: " ")
    }

    /// Why a mix can be above theory.
    private var additions: [String] {
        guard let mix = mixes.max(by: { ($0.shareOfTheory ?? 0) < ($1.shareOfTheory ?? 0) }) else { return [] }
        let above = mix.shareOfTheory.map { $0 > 1 ? ", hence \(($0 * 100).fixed(0)) % of theory" : "" } ?? ""
        return [
            "*FMA + ADD*: these cores add beside their multiply-adds, in units of their own\(above); matrix products "
                + "have nothing to add there, so no prediction rests on it."
        ]
    }

    /// Multiply-adds alone above theory by more than the clock's doubt: the table is wrong.
    private var tooLow: String? {
        let all = context.peaks.measuredPeaks.filter { !$0.isMixed }
        guard let cell = all.max(by: { ($0.shareOfTheory ?? 0) < ($1.shareOfTheory ?? 0) }),
            let share = cell.shareOfTheory, share > 1.02
        else { return nil }
        return
            "\(cell.typeName) with \(cell.setName.escapedForMarkdown) reached \((share * 100).fixed(0)) % of theory: "
            + "the table's figure is too low for this core."
    }

    /// The source document's way of counting, where it differs by over a twentieth.
    private var document: String? {
        guard let cell = context.peaks.fastest("fp32"), let clock = cell.clock?.summary?.median,
            let rate = cell.summary?.median, rate > 0
        else { return nil }
        let counted = CoreGroup(
            cores: cell.cores, clock: Frequency(gigahertz: clock),
            operationsPerCycle: SimpleModel.documentOperationsPerCycle
        ).peak
        let ratio = ComputeRate(gigaPerSecond: rate) / counted
        guard (ratio - 1).magnitude > 0.05, ratio.isFinite else { return nil }
        let perCycle = SimpleModel.documentOperationsPerCycle.shortest(decimals: 0)
        return "Counted as \(perCycle) FLOP per cycle and core, as the source document does, "
            + "\(cell.coresName.escapedForMarkdown) at "
            + "\(clock.significant(3)) GHz would give \(counted.text("fp32")); measured were "
            + "\(cell.rateText ?? "–"), \(ratio.significant(3)) times that."
    }
}
