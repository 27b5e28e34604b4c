import Quantities
import Records
import Statistics
import Tables

/// Measurements as rows for other programs.
enum SMTRows {
    static func table(_ measurements: [Measurement]) -> Table {
        let columns = [
            "workload", "threads_per_core", "rate_median", "rate_low", "rate_high", "unit", "factor", "samples",
            "reason", "threads", "rate_best", "factor_low", "factor_high", "verdict", "kernel", "flags",
        ]
        let cells = measurements.compactMap(SMTCell.init)
        return Table(columns.map { .init($0) }, rows: cells.map { row($0, among: cells) })
    }

    private static func row(_ cell: SMTCell, among cells: [SMTCell]) -> [String] {
        func label(_ name: String) -> String { cell.measurement.labels[name] ?? "" }
        let place = [cell.workload.rawValue, "\(cell.threadsPerCore)"]
        guard let summary = cell.summary else {
            return place + ["", "", "", cell.measurement.unit, "", "0", cell.reason, label("threads"), "", "", "", ""]
                + [label("kernel"), ""]
        }
        let factor = SMTFactor(cell, among: cells)
        let figures = [summary.median, summary.low, summary.high].map { $0.fixed(3) }
        return place + figures + [
            cell.measurement.unit, cell.threadsPerCore == 1 ? "1.0000" : factor?.value.fixed(4) ?? "",
            "\(summary.count)", "", label("threads"), summary.best.fixed(3),
            factor?.interval?.lowerBound.fixed(4) ?? "",
            factor?.interval?.upperBound.fixed(4) ?? "", factor?.verdict.rawValue ?? "", label("kernel"),
            summary.flags.map(\.rawValue).joined(separator: " "),
        ]
    }
}
