import Quantities
import Records
import Tables

/// What the machine is made of.
struct MachineSection: ReportSection {
    let context: ReportContext

    var markdown: String {
        guard let record = context.topology else {
            return "## Machine\n\nNot described: \(context.reasonMissing("topology").escapedForMarkdown).\n"
        }
        var text = "## Machine\n\n" + facts(record).markdown
        let details = record.details
        // A single node's memory and CPUs are told above, but not what the firmware claims of it.
        if details.nodes.count > 1 || details.hasFirmwareFigures { text += "\n" + nodes(details).markdown }
        if details.hasFirmwareFigures { text += "\n\(TopologyDetails.firmwareNote)\n" }
        return text + figures.map(context.link).joined()
    }

    /// The topology as a picture.
    var figures: [Figure] {
        (context.topology?.details).flatMap(TopologyPicture.init).map { [$0.figure] } ?? []
    }

    private func facts(_ record: Record<TopologyDetails>) -> Table {
        // The settings are this machine's: another's description does not have them.
        let facts = record.details.facts + (record.details.isThisMachine ? record.environment.facts : [])
        return Table([.init("Part"), .init("What it is")], rows: facts.map { [$0.name, $0.value] })
    }

    private func nodes(_ details: TopologyDetails) -> Table {
        let distances = details.nodes.map { Table.Column("to \($0.id)", .right) }
        let columns =
            [Table.Column("Node", .right), .init("Memory", .right), .init("Kind"), .init("CPUs"), .init("L3")]
            + (details.hasFirmwareFigures ? TopologyDetails.firmwareColumns : [])
        let rows = details.nodes.enumerated().map { index, node in
            let cells = [
                "\(node.id)", node.memory > 0 ? "\(ByteCount(node.memory))" : "none", node.kind ?? "–",
                node.pus.isEmpty ? "none" : "\(node.pus)", details.lastLevelCaches(of: node) ?? "–",
            ]
            return cells + (details.hasFirmwareFigures ? node.firmwareCells : [])
                + (details.distances.map { $0[index].map(String.init) } ?? [])
        }
        return Table(columns + (details.distances == nil ? [] : distances), rows: rows)
    }
}
