import Quantities
import Records
import Statistics
import Tables

/// Measurements for a person at a terminal.
struct ScalingText {
    private let record: Record<ScalingDetails>
    private let cells: [ScalingCell]
    private let curves: [ScalingCurve]

    init(_ record: Record<ScalingDetails>) {
        self.record = record
        cells = record.measurements.compactMap(ScalingCell.init)
        curves = record.details.curves(cells)
    }

    var text: String {
        let sections = curves.map { curve in title(curve) + table(curve).terminalText + laws(curve) }
        let missing = cells.filter { $0.summary == nil }.map { "\($0.workload.name) not measured: \($0.reason)\n" }
        let reasons = missing.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        let caveats = record.caveats.map { "! \($0.text)\n" }
        return
            (["Rates by the number of threads\n"] + sections + singles + [advice] + reasons + caveats)
            .filter { !$0.isEmpty }.joined(separator: "\n")
    }

    private func title(_ curve: ScalingCurve) -> String {
        let kernel = record.details.kernels[curve.workload.rawValue].map { ": \($0)" } ?? ""
        return "\(curve.workload.rawValue), \(curve.placement)\(kernel), \(curve.workload.unit)\n"
    }

    private func table(_ curve: ScalingCurve) -> Table {
        let differ = curve.points.contains { $0.shareOfKinds != nil }
        let columns: [Table.Column] =
            [
                .init("Threads", .right), .init("Median", .right), .init("95 % interval"), .init("Speed-up", .right),
                .init("E_par", .right),
            ] + (differ ? [.init("Of its kinds' sum", .right)] : []) + [.init("Samples", .right), .init("")]
        let rows = curve.points.map { point in
            [
                "\(point.threads)", point.rate.median.significant(3), point.rate.intervalText(digits: 3),
                point.speedup.fixed(2), point.parallelEfficiency.fixed(2),
            ] + (differ ? [point.shareOfKinds?.fixed(2) ?? "–"] : []) + [
                "\(point.rate.count)" + point.rate.flags.map { " \($0.rawValue)" }.joined(), boundary(point.threads),
            ]
        }
        return Table(columns, rows: rows)
    }

    private func boundary(_ threads: Int) -> String {
        record.details.boundaries.first { $0.threads == threads }?.names.joined(separator: ", ") ?? ""
    }

    /// "Knee at 6 threads (fewest within 2 % of the best). …"
    private func laws(_ curve: ScalingCurve) -> String {
        let knee = curve.knee.map { "Knee at \($0) thread\($0 == 1 ? "" : "s") (the fewest within 2 % of the best). " }
        guard !record.details.isHybrid else {
            return (knee ?? "") + "No law of speed-up is fitted: cores of different kinds follow none.\n"
        }
        // A core's second thread shares what the first one has: both laws are of whole cores.
        let points = curve.scalingPoints.filter { $0.threads <= record.details.cores }
        let amdahl = AmdahlFit(points).map { "Amdahl's serial fraction \(Self.text($0.serialFraction))" }
        let law = ScalabilityFit(points).map {
            "σ \(Self.text($0.contention)), κ \(Self.text($0.coherence))"
                + ($0.peakThreads.map { " (most at \($0.fixed(0)) threads)" } ?? "")
        }
        return (knee ?? "") + (amdahl ?? "Amdahl's serial fraction needs two numbers of threads with 95 % intervals")
            + "; universal scalability: \(law ?? "needs three")"
            + " (± standard error, one thread per core).\n"
    }

    private static func text(_ fitted: FittedValue) -> String {
        "\(fitted.value.fixed(4)) ± \(fitted.standardError.fixed(4))"
    }

    /// What is no part of a curve: rates of one number of threads only, and cores of other kinds.
    private var singles: [String] {
        let lonely = cells.filter { cell in
            cell.summary != nil && cell.placement != ScalingCell.single
                && !curves.contains { $0.workload == cell.workload && $0.placement == cell.placement }
        }
        let alone = cells.filter { $0.placement == ScalingCell.single && $0.summary != nil }
        return lonely.map { cell in
            "\(cell.workload.rawValue) by \(cell.threads) thread\(cell.threads == 1 ? "" : "s"), \(cell.placement): "
                + "\(cell.summary?.figureText ?? "") \(cell.measurement.unit); no curve without another number\n"
        }
            + alone.map { cell in
                "One \(cell.coreKind ?? "other") core alone: \(cell.workload.name) "
                    + "\(cell.summary?.figureText ?? "") \(cell.measurement.unit)\n"
            }
    }

    private var advice: String {
        let sentences = ThreadAdvice.Use.allCases.compactMap { use in
            ThreadAdvice(use, curves, of: record.details).map { advice in
                let purpose = use == .generation ? "generating tokens" : "reading a prompt"
                let count = "\(advice.threads) thread\(advice.threads == 1 ? "" : "s")"
                let place = advice.threads == 1 || record.details.orders.count == 1 ? "" : ", \(advice.placement)"
                let measured = advice.restrictionText ?? "of the thread counts measured"
                let fewer = advice.fewerText.map { "; \($0)" } ?? ""
                return "For \(purpose): \(count)\(place) (the fewest within 2 % of the best rate of "
                    + "\(advice.workload.name), \(measured)\(fewer)).\n"
            }
        }
        return sentences.joined()
    }
}
