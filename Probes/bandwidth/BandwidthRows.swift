import Quantities
import Records
import Statistics
import Tables

/// Measurements as rows for other programs.
enum BandwidthRows {
    static func table(_ measurements: [Measurement]) -> Table {
        let columns = [
            "kernel", "stores", "isa", "threads", "cpu_node", "memory_node", "gb_s_median", "gb_s_best", "gb_s_low",
            "gb_s_high", "samples", "moved_gb_s_median", "not_measured",
        ]
        return Table(columns.map { .init($0) }, rows: measurements.map(row))
    }

    private static func row(_ cell: Measurement) -> [String] {
        let labels = ["kernel", "stores", "isa", "threads", "cpu_node", "memory_node"].map { cell.labels[$0] ?? "" }
        guard let summary = cell.summary else {
            return labels + ["", "", "", "", "0", "", cell.notMeasured ?? "not measured"]
        }
        let figures = [summary.median, summary.best, summary.low, summary.high].map { $0.fixed(3) }
        return labels + figures + ["\(summary.count)", movedRate(cell, summary.median)?.fixed(3) ?? "", ""]
    }

    /// The bytes that really cross the bus if every regular store reads its line first.
    private static func movedRate(_ cell: Measurement, _ credited: Double) -> Double? {
        guard let counted = cell.labels["credited_bytes"].flatMap({ Double($0) }),
            let moved = cell.labels["moved_bytes"].flatMap({ Double($0) })
        else { return nil }
        return credited * moved / counted
    }
}
