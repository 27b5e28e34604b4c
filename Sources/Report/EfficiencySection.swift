import Quantities
import Records
import Statistics
import Tables

/// One row for each curve, and the curves of E_par.
struct EfficiencySection: ReportSection {
    let context: ReportContext

    var markdown: String {
        let columns: [Table.Column] =
            [
                .init("Work"), .init("One thread", .right),
                .init(cores == 1 ? "1 core" : "\(cores) cores", .right), .init("Speed-up", .right),
                .init("E_par", .right),
            ] + (isHybrid ? [.init("Of the sum of its kinds", .right)] : []) + [
                .init("Enough", .right)
            ]
        let sum =
            isHybrid
            ? " Cores differ in kind here, so E_par against one of the first kind is low even where nothing is lost: "
                + "hold the rate against the *sum of its kinds*, each core's rate alone."
            : ""
        return """
            \(Table(columns, rows: context.curves.byWorkload.map(row)).markdown)
            *Enough* is the knee: the fewest threads within 2 % of the best rate of any number.\(sum)
            \(figures.map(context.link).joined())
            """
    }

    var figures: [Figure] { [plot.figure] }

    private var cores: Int { context.scaling?.details.cores ?? 0 }
    private var isHybrid: Bool { context.curves.contains { $0.points.contains { $0.shareOfKinds != nil } } }

    private func row(_ curve: ScalingCurve) -> [String] {
        let whole = curve.whole(cores: cores)
        let sum = isHybrid ? [whole?.shareOfKinds.map { "\(($0 * 100).fixed(0)) %" } ?? "unknown"] : []
        return ["\(context.name(of: curve)), \(curve.workload.unit)"]
            + [curve.points.first?.rate.figureText ?? "–"]
            + [
                whole.map { $0.rate.figureText + ($0.threads == cores ? "" : " (\($0.threads) threads)") } ?? "–",
                whole?.speedup.significant(3) ?? "–", whole?.parallelEfficiency.fixed(2) ?? "–",
            ] + sum + [
                curve.knee.map { "\($0)" } ?? "–"
            ]
    }

    private var plot: LinePlot {
        let series = context.curves.map { curve in
            LinePlot.Series(
                context.name(of: curve),
                curve.points.map { point in
                    let scale = point.parallelEfficiency / point.rate.median
                    return LinePlot.Point(
                        Double(point.threads), point.parallelEfficiency, low: point.rate.low * scale,
                        high: point.rate.high * scale)
                }, partner: partner(of: curve))
        }
        let references = (context.scaling?.details.boundaries ?? []).map {
            LinePlot.Reference(Double($0.threads), $0.names.joined(separator: ", "))
        }
        return LinePlot(
            name: "parallel-efficiency", title: "Parallel efficiency by threads",
            subtitle: "E_par = speed-up / threads, with the rates' 95 % intervals"
                + (context.curves.contains { $0.placement == "spread" } ? "; spread is dashed" : ""),
            x: .init("Threads", .log2), y: .init("E_par", .linear), series: series, references: references)
    }

    /// The same workload's compact curve, whose colour a spread one has.
    private func partner(of curve: ScalingCurve) -> Int? {
        guard curve.placement != "compact" else { return nil }
        return context.curves.firstIndex { $0.workload == curve.workload && $0.placement == "compact" }
    }
}
