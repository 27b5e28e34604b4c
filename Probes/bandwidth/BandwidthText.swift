import Quantities
import Records
import Statistics
import Tables

/// Measurements for a person at a terminal.
enum BandwidthText {
    static func text(_ record: Record<BandwidthDetails>) -> String {
        let sizes = record.details.placements.map { "\(ByteCount($0.arrayBytes)) on node \($0.node)" }
        let heading =
            "Memory bandwidth in GB/s (1 GB = 10⁹ B), credited bytes; arrays of \(sizes.joined(separator: ", "))"
        let parts = [heading + "\n", table(record.measurements).terminalText] + record.caveats.map { "! \($0.text)\n" }
        return parts.joined(separator: "\n") + "\nBased on a variant of the STREAM benchmark code.\n"
    }

    private static func table(_ measurements: [Measurement]) -> Table {
        let columns: [Table.Column] = [
            .init("Node"), .init("Kernel"), .init("Stores"), .init("ISA"), .init("Threads", .right),
            .init("Median", .right), .init("95 % interval"), .init("Best", .right), .init("Samples", .right),
        ]
        return Table(columns, rows: measurements.map(row))
    }

    private static func row(_ cell: Measurement) -> [String] {
        let labels = ["memory_node", "kernel", "stores", "isa", "threads"].map { cell.labels[$0] ?? "" }
        guard let summary = cell.summary else {
            return labels + ["–", "not measured: \(cell.notMeasured ?? "")", "", ""]
        }
        let interval = "\(summary.low.significant(4)) – \(summary.high.significant(4))"
        let flags = summary.flags.map { " \($0.rawValue)" }.joined()
        return labels
            + [summary.median.significant(4), interval, summary.best.significant(4), "\(summary.count)" + flags]
    }
}
