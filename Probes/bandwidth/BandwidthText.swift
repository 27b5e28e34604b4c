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
        let measured = record.measurements.filter { $0.summary != nil }
        let parts =
            [heading + "\n", table(measured).terminalText] + notMeasured(record.measurements)
            + record.caveats.map { "! \($0.text)\n" }
        return parts.joined(separator: "\n") + "\nBased on a variant of the STREAM benchmark code.\n"
    }

    /// A line for each reason and node.
    private static func notMeasured(_ measurements: [Measurement]) -> [String] {
        let cells = measurements.filter { $0.summary == nil }
        let groups = cells.reduce(into: [(place: String, reason: String, count: Int)]()) { groups, cell in
            let (place, reason) = (cell.labels["memory_node"] ?? "", cell.notMeasured ?? "no reason was recorded")
            if let index = groups.firstIndex(where: { $0.place == place && $0.reason == reason }) {
                groups[index].count += 1
            } else {
                groups.append((place, reason, 1))
            }
        }
        return groups.map { group in
            let place = group.place == "all" ? "all nodes" : "node \(group.place)"
            return "\(group.count) loops not measured on \(place): \(group.reason)\n"
        }
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
        guard let summary = cell.summary else { return labels + ["–", "–", "–", "0"] }
        let interval = "\(summary.low.significant(4)) – \(summary.high.significant(4))"
        let flags = summary.flags.map { " \($0.rawValue)" }.joined()
        return labels
            + [summary.median.significant(4), interval, summary.best.significant(4), "\(summary.count)" + flags]
    }
}
