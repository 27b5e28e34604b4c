import Quantities
import Records
import Statistics
import Tables

/// Measurements as rows for other programs.
enum InferenceRows {
    static func table(_ measurements: [Measurement]) -> Table {
        let columns = [
            "operation", "format", "source", "threads", "node", "batch", "gb_s_median", "gop_s_median", "low", "high",
            "samples", "context", "isa", "gb_s_best", "operations_per_byte", "flags", "not_measured",
        ]
        return Table(columns.map { .init($0) }, rows: measurements.compactMap(InferenceCell.init).map(row))
    }

    /// `low` and `high` are of GB/s.
    private static func row(_ cell: InferenceCell) -> [String] {
        let node = cell.node.map { "\($0)" } ?? "all"
        let place = [cell.operation.rawValue, cell.format, cell.source.rawValue, "\(cell.threads)", node]
        let (context, perByte) = (cell.context.map { "\($0)" } ?? "", cell.operationsPerByte.fixed(4))
        guard let summary = cell.summary else {
            return place + ["\(cell.batch)", "", "", "", "", "0", context, cell.instructionSet, "", perByte, ""]
                + [cell.reason]
        }
        let figures = [
            summary.median, summary.median * cell.operationsPerByte, summary.low, summary.high,
        ].map { $0.fixed(4) }
        return place + ["\(cell.batch)"] + figures + [
            "\(summary.count)", context, cell.instructionSet, summary.best.fixed(4), perByte,
            summary.flags.map(\.rawValue).joined(separator: " "), "",
        ]
    }
}
