import Quantities
import Records
import Statistics
import Tables

/// Measurements as rows for other programs.
enum StorageRows {
    static func table(_ measurements: [Measurement]) -> Table {
        let columns = [
            "method", "block_bytes", "readers", "gb_s_median", "gb_s_low", "gb_s_high", "samples", "file_system",
            "gb_s_best", "flags", "not_measured",
        ]
        return Table(columns.map { .init($0) }, rows: measurements.compactMap(StorageCell.init).map(row))
    }

    private static func row(_ cell: StorageCell) -> [String] {
        let place = [cell.method.rawValue, "\(cell.blockBytes)", "\(cell.readers)"]
        guard let summary = cell.summary else {
            return place + ["", "", "", "0", cell.fileSystem, "", "", cell.reason]
        }
        let figures = [summary.median, summary.low, summary.high].map { $0.fixed(4) }
        return place + figures + [
            "\(summary.count)", cell.fileSystem, summary.best.fixed(4),
            summary.flags.map(\.rawValue).joined(separator: " "), "",
        ]
    }
}
