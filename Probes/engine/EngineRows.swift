import Quantities
import Records
import Statistics
import Tables

/// Measurements as rows for other programs.
enum EngineRows {
    static func table(_ measurements: [Measurement]) -> Table {
        let columns = [
            "build", "model", "format", "phase", "tokens", "depth", "threads", "tokens_s_median", "tokens_s_low",
            "tokens_s_high", "samples", "spread", "not_measured",
        ]
        return Table(columns.map { .init($0) }, rows: measurements.compactMap(EngineCell.init).map(row))
    }

    private static func row(_ cell: EngineCell) -> [String] {
        let place = [
            cell.build, cell.model, cell.format, cell.phase.rawValue, "\(cell.tokens)", "\(cell.depth)",
            "\(cell.threads)",
        ]
        guard let summary = cell.summary else { return place + ["", "", "", "0", "", cell.reason] }
        return place + [summary.median, summary.low, summary.high].map { $0.fixed(4) }
            + ["\(summary.count)", cell.spread.fixed(4), ""]
    }
}
