import Quantities
import Records
import Statistics
import Tables

/// Measurements for a person at a terminal.
struct LatencyText {
    private let record: Record<LatencyDetails>
    private let cells: [LatencyCell]

    init(_ record: Record<LatencyDetails>) {
        self.record = record
        cells = record.measurements.compactMap(LatencyCell.init)
    }

    var text: String {
        let curve =
            cells.contains { $0.kind == .level }
            ? []
            : [
                table(.curve, [("Working set", \.size), ("Pages", \.pageSize)])
            ]
        let tables =
            curve + [
                table(.level, [("Level", { $0.level.uppercased() }), ("Working set", \.size), ("Pages", \.pageSize)]),
                table(.node, [("Core of node", \.from), ("Memory of node", \.to), ("Pages", \.pageSize)]),
                table(.handover, [("Hand-over", { "\($0.cpu ?? 0) → \($0.peer ?? 0)" }), ("Shared", \.shares)]),
                table(.barrier, [("Barrier of threads", { "\($0.threads)" })]),
                table(
                    .loaded,
                    [
                        ("Other cores read", { "\($0.loadPercent ?? 0) %" }),
                        ("GB/s", { $0.loadRate?.significant(3) ?? "–" }),
                    ]),
            ]
        let missing = cells.filter { $0.summary == nil }.map { "\($0.kind.rawValue) not measured: \($0.reason)\n" }
        let reasons = missing.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        let caveats = record.caveats.map { "! \($0.text)\n" }
        return (["Latency in nanoseconds\n"] + tables.compactMap(\.self) + reasons + caveats).joined(separator: "\n")
    }

    private func table(_ kind: LatencyCell.Kind, _ names: [(String, (LatencyCell) -> String)]) -> String? {
        let measured = cells.filter { $0.kind == kind && $0.summary != nil }
        guard !measured.isEmpty else { return nil }
        let columns =
            names.map { Table.Column($0.0) } + [
                .init("Median", .right), .init("95 % interval"), .init("Best", .right), .init("Samples", .right),
            ]
        return Table(columns, rows: measured.map { cell in names.map { $0.1(cell) } + figures(cell) }).terminalText
    }

    private func figures(_ cell: LatencyCell) -> [String] {
        guard let summary = cell.summary else { return ["–", "–", "–", "0"] }
        let flags = summary.flags.map { " \($0.rawValue)" }.joined()
        return [
            summary.median.significant(3), summary.intervalText(digits: 3),
            summary.best.significant(3), "\(summary.count)" + flags,
        ]
    }
}

extension LatencyCell {
    fileprivate var size: String { workingSet.map { "\(ByteCount($0))" } ?? "" }
    fileprivate var from: String { cpuNode.map { "\($0)" } ?? "" }
    fileprivate var to: String { memoryNode.map { "\($0)" } ?? "" }
}
