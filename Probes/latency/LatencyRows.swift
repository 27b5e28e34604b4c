import Quantities
import Records
import Statistics
import Tables

/// Measurements as rows for other programs.
enum LatencyRows {
    static func table(_ measurements: [Measurement]) -> Table {
        let columns = [
            "kind", "level", "page_size", "cpu_node", "memory_node", "working_set_bytes", "ns_median", "ns_low",
            "ns_high", "samples", "ns_best", "threads", "cpu", "peer_cpu", "shares", "load_percent", "load_gb_s",
            "pages", "flags", "not_measured",
        ]
        return Table(columns.map { .init($0) }, rows: measurements.map(row))
    }

    private static func row(_ measurement: Measurement) -> [String] {
        func labels(_ names: [String]) -> [String] { names.map { measurement.labels[$0] ?? "" } }
        let place = labels(["kind", "level", "page_size", "cpu_node", "memory_node", "working_set_bytes"])
        let more = labels(["threads", "cpu", "peer_cpu", "shares", "load_percent", "load_gb_s", "pages"])
        guard let summary = measurement.summary else {
            return place + ["", "", "", "0", ""] + more + ["", measurement.notMeasured ?? "not measured"]
        }
        let figures = [summary.median, summary.low, summary.high].map { $0.fixed(3) }
        return place + figures + ["\(summary.count)", summary.best.fixed(3)] + more + [
            summary.flags.map(\.rawValue).joined(separator: " "), "",
        ]
    }
}
