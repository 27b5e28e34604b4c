import Quantities
import Records
import Statistics

/// Bars of what was measured of theory: bandwidth by place, and peaks by number type.
struct TheoryFigure {
    private let context: ReportContext
    private let facts: [MeasuredShare]

    /// - Parameter shares: of bandwidth.
    init(_ context: ReportContext, _ shares: [MeasuredShare]) {
        self.context = context
        facts = shares
    }

    /// Nil where nothing has a theory to be held against.
    var figure: Figure? {
        let rows = bandwidth + peaks
        guard !rows.isEmpty else { return nil }
        return BarChart(
            name: "measured-of-theory", title: "Measured against theory",
            subtitle: "median and 95 % interval; peaks by operations in a cycle of the clock measured with them",
            axis: "Share of theory", rows: rows
        ).figure
    }

    /// Of many nodes the slowest and the fastest.
    private var bandwidth: [BarChart.Row] {
        let loops = facts.reduce(into: [String]()) { if !$0.contains($1.loop) { $0.append($1.loop) } }
        return loops.flatMap { loop -> [BarChart.Row] in
            let own = facts.filter { $0.loop == loop }
            guard own.count > Self.most else { return own.map(\.bar) }
            let nodes = own.filter { !$0.isWhole }.sorted { $0.share < $1.share }
            let ends = [nodes.first.map { ($0, "slowest") }, nodes.last.map { ($0, "fastest") }].compactMap(\.self)
            return own.filter(\.isWhole).map(\.bar)
                + ends.map { share, word in
                    var bar = share.bar
                    bar.name += ", the \(word)"
                    return bar
                }
        }
    }

    private static let most = 9

    private var peaks: [BarChart.Row] {
        context.peaks.types.compactMap(context.peaks.fastest).compactMap { cell in
            guard let share = cell.shareOfTheory, let theory = cell.theoreticalPerCycle,
                let summary = cell.perCycle?.summary
            else { return nil }
            let measured = summary.median.significant(3)
            return BarChart.Row(
                "\(cell.typeName) \(cell.setName), \(cell.coresName)", share: share, low: summary.low / theory,
                high: summary.high / theory, figures: "\(measured) of \(theory.shortest(decimals: 1)) a cycle")
        }
    }
}

/// A bandwidth and what theory says of it.
struct MeasuredShare {
    /// "whole machine", "node 0".
    let place: String
    let isWhole: Bool
    /// "read".
    let loop: String
    let summary: Summary
    /// In GB/s.
    let theory: Double

    var share: Double { summary.median / theory }

    fileprivate var bar: BarChart.Row {
        let ends = summary.hasInterval ? (summary.low / theory, summary.high / theory) : nil
        return BarChart.Row(
            "\(loop), \(place)", share: share, low: ends?.0, high: ends?.1,
            figures: "\(summary.median.significant(3)) of \(theory.significant(3)) GB/s")
    }
}
