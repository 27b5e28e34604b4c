import Quantities
import Records
import Statistics
import Tables

/// Measurements as rows for other programs.
enum BandwidthRows {
    static func table(_ measurements: [Measurement]) -> Table {
        let columns = [
            "kernel", "stores", "isa", "threads", "cpu_node", "memory_node", "gb_s_median", "gb_s_best", "gb_s_low",
            "gb_s_high", "samples", "moved_gb_s_median", "study", "streams", "prefetch", "page_size", "level",
            "working_set_bytes", "pages", "flags", "not_measured",
        ]
        let cells = measurements.compactMap(BandwidthCell.init)
        return Table(columns.map { .init($0) }, rows: cells.map { row($0, among: cells) })
    }

    private static func row(_ cell: BandwidthCell, among cells: [BandwidthCell]) -> [String] {
        func label(_ name: String) -> String { cell.measurement.labels[name] ?? "" }
        let place = ["kernel", "stores", "isa", "threads", "cpu_node", "memory_node"].map(label)
        let kind = ["study", "streams", "prefetch", "page_size", "level", "working_set_bytes", "pages"].map(label)
        guard let summary = cell.summary else {
            return place + ["", "", "", "", "0", ""] + kind + ["", cell.reason]
        }
        let figures = [summary.median, summary.best, summary.low, summary.high].map { $0.fixed(3) }
        let moved = cells.movedRate(of: cell)?.fixed(3) ?? ""
        return place + figures + ["\(summary.count)", moved] + kind + [
            summary.flags.map(\.rawValue).joined(separator: " "), "",
        ]
    }
}
