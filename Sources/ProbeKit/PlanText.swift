import Quantities
import Records
import Tables

extension RunPlan {
    /// For a person at a terminal.
    package func text(title: String) -> String {
        let rows = parts.map { part in
            [part.study.printable, "\(part.cells)", part.leftOut.map { "\($0)" } ?? "0", part.seconds.planned]
        }
        let columns: [Table.Column] = [
            .init("Part"), .init("Figures", .right), .init("Left out", .right), .init("Seconds", .right),
        ]
        return ["\(title.printable)\n", Table(columns, rows: rows).terminalText, needs, memoryText, omissions]
            .filter { !$0.isEmpty }.joined(separator: "\n")
    }

    private var needs: String {
        let setUp = setUpSeconds > 0 ? ", of which \(setUpSeconds.planned) s before the first" : ""
        let file = fileBytes.map { "A temporary file of \(ByteCount($0))\n" } ?? ""
        return "\(cells) figures in about \(seconds.planned) s\(setUp); at most \(budgetSeconds.planned) s\n\(file)"
    }

    private var memoryText: String {
        guard !memory.isEmpty else { return "" }
        let columns: [Table.Column] = [
            .init("Nodes"), .init("Memory of each", .right), .init("Room", .right), .init("Of it", .right),
        ]
        // Most machines' nodes are alike.
        let alike = Dictionary(grouping: memory) { [$0.bytes, $0.roomBytes ?? -1] }.values
        let rows = alike.sorted { ($0.first?.node ?? 0) < ($1.first?.node ?? 0) }.compactMap { nodes in
            nodes.first.map { node in
                let share = node.roomBytes.map { Double(node.bytes) / Double(max(1, $0)) }
                return [
                    "\(IDSet(nodes.map(\.node)))", "\(ByteCount(node.bytes))",
                    node.roomBytes.map { "\(ByteCount($0))" } ?? "unknown",
                    share.map { "\(($0 * 100).fixed(0)) %" } ?? "–",
                ]
            }
        }
        return Table(columns, rows: rows).terminalText
    }

    private var omissions: String { notPlanned.map { "Not planned: \($0)".printable + "\n" }.joined() }

    /// The parts as rows for other programs.
    package var rows: Table {
        let columns = ["part", "figures", "left_out", "seconds"].map { Table.Column($0) }
        return Table(
            columns, rows: parts.map { [$0.study, "\($0.cells)", "\($0.leftOut ?? 0)", $0.seconds.fixed(3)] })
    }
}

extension Double {
    /// Seconds of an estimate.
    package var planned: String { self < 10 ? fixed(1) : fixed(0) }
}
