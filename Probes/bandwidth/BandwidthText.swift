import Quantities
import Records
import Statistics
import Tables

/// Measurements for a person at a terminal.
struct BandwidthText {
    private let record: Record<BandwidthDetails>
    private let cells: [BandwidthCell]

    init(_ record: Record<BandwidthDetails>) {
        self.record = record
        cells = record.measurements.compactMap(BandwidthCell.init)
    }

    var text: String {
        let sizes = record.details.placements.filter { $0.study == nil }.map {
            "\(ByteCount($0.arrayBytes)) on node \($0.node)"
        }
        let heading =
            "Memory bandwidth in GB/s (1 GB = 10⁹ B), credited bytes; arrays of \(sizes.joined(separator: ", "))"
        let tables = [
            loops, shapes, matrix("read"), matrix("triad"), scaling, levels, part("interleaved", "Interleaved memory"),
            part("pages", "Page sizes"),
        ]
        let caveats = record.caveats.map { "! \($0.text)\n" }
        return ([heading + "\n"] + tables.compactMap(\.self) + notMeasured + caveats).joined(separator: "\n")
            + "\nBased on a variant of the STREAM benchmark code.\n"
    }

    private var loops: String? {
        table(cells.of(study: "loops"), [("Node", \.memoryNode), ("Loop", \.name), ("Threads", \.threadsText)])
    }

    private var shapes: String? {
        table(cells.of(study: "shapes"), [("Shape of read", \.name), ("Threads", \.threadsText)])
    }

    private var scaling: String? {
        table(
            cells.of(study: "scaling"),
            [("Scaling on node", \.memoryNode), ("Loop", \.name), ("Threads", \.threadsText)])
    }

    private var levels: String? {
        let typical = cells.of(study: "levels").filter { $0.measurement.labels["typical"] != nil }
        return table(
            typical,
            [
                ("Level", { ($0.measurement.labels["level"] ?? "").uppercased() }),
                ("Working set", { ByteCount($0.workingSet ?? 0).description }), ("Loop", \.name),
                ("Threads", \.threadsText),
            ])
    }

    private func part(_ study: String, _ title: String) -> String? {
        table(
            cells.of(study: study),
            [(title, { $0.pageSize ?? "" }), ("Node", \.memoryNode), ("Loop", \.name), ("Threads", \.threadsText)])
    }

    /// Rows are the nodes of the threads, columns those of the memory.
    private func matrix(_ kernel: String) -> String? {
        guard !cells.of(study: "matrix").isEmpty else { return nil }
        let matrix = BandwidthMatrix(cells, kernel: kernel)
        guard !matrix.cpuNodes.isEmpty else { return nil }
        let columns = matrix.memoryNodes.map { Table.Column("memory \($0)", .right) }
        let rows = matrix.cpuNodes.map { row in
            ["threads on \(row)"] + matrix.memoryNodes.map { matrix[row, $0]?.median?.significant(4) ?? "n/a" }
        }
        return Table([.init("\(matrix.name), GB/s")] + columns, rows: rows).terminalText
    }

    private func table(_ cells: [BandwidthCell], _ names: [(String, (BandwidthCell) -> String)]) -> String? {
        let measured = cells.filter { $0.summary != nil }
        guard !measured.isEmpty else { return nil }
        let columns =
            names.map { Table.Column($0.0) } + [
                .init("Median", .right), .init("95 % interval"), .init("Best", .right), .init("Samples", .right),
            ]
        return Table(columns, rows: measured.map { cell in names.map { $0.1(cell) } + figures(cell) }).terminalText
    }

    private func figures(_ cell: BandwidthCell) -> [String] {
        guard let summary = cell.summary else { return ["–", "–", "–", "0"] }
        let flags = summary.flags.map { " \($0.rawValue)" }.joined()
        return [
            summary.median.significant(3), summary.intervalText(digits: 3), summary.best.significant(3),
            "\(summary.count)" + flags,
        ]
    }

    /// A line for each reason and place.
    private var notMeasured: [String] {
        let groups = cells.filter { $0.summary == nil }.reduce(into: [(what: String, count: Int)]()) { groups, cell in
            let memory = cell.memoryNode == "all" ? "all nodes" : "memory of node \(cell.memoryNode)"
            let place = cell.memoryNode.isEmpty ? "" : "\(memory) by node \(cell.cpuNode) "
            let what = "\(place.isEmpty ? "" : ", ")\(place.isEmpty ? " " : place)(\(cell.study)): \(cell.reason)"
            if let index = groups.firstIndex(where: { $0.what == what }) {
                groups[index].count += 1
            } else {
                groups.append((what, 1))
            }
        }
        return groups.map { "\($0.count) \($0.count == 1 ? "figure" : "figures") not measured\($0.what)\n" }
    }
}

extension BandwidthCell {
    fileprivate var threadsText: String { "\(threads)" }
}
