import Quantities
import Records
import Tables

/// A topology for a person at a terminal.
struct TopologyText {
    let record: Record<TopologyDetails>

    init(_ record: Record<TopologyDetails>) { self.record = record }

    var text: String {
        var parts = [facts.terminalText, nodes.terminalText]
        if record.details.hasFirmwareFigures { parts.append(TopologyDetails.firmwareNote + "\n") }
        if let slots = SlotTable(memory: record.details.memoryModules).text { parts.append(slots) }
        if let fabric = record.details.fabric { parts.append(fabric.text) }
        if record.details.coreKinds.count > 1 { parts.append(kinds.terminalText) }
        parts += record.caveats.map { "! \($0.text)\n" }
        return parts.joined(separator: "\n")
    }

    private var facts: Table {
        let details = record.details
        // The settings are this machine's: another's description does not have them.
        let facts = details.facts + (details.isThisMachine ? record.environment.facts : [])
        return Table([.init("Machine"), .init(details.source)], rows: facts.map { [$0.name, $0.value] })
    }

    private var nodes: Table {
        let details = record.details
        var table = Table([
            .init("Node", .right), .init("Memory", .right), .init("Kind"), .init("CPUs"), .init("L3"),
            .init("Distances"),
        ])
        if details.hasFirmwareFigures { table.columns += TopologyDetails.firmwareColumns }
        for (index, node) in details.nodes.enumerated() {
            let distances = details.distances.map { $0[index].map(String.init).joined(separator: " ") }
            let cells = [
                "\(node.id)", node.memory > 0 ? "\(ByteCount(node.memory))" : "none", node.kind ?? "–",
                node.pus.isEmpty ? "none" : "\(node.pus)", details.lastLevelCaches(of: node) ?? "–",
                distances ?? "not told",
            ]
            table.rows.append(cells + (details.hasFirmwareFigures ? node.firmwareCells : []))
        }
        return table
    }

    private var kinds: Table {
        Table(
            [.init("Kind of core"), .init("Cores", .right), .init("Highest clock", .right)],
            rows: record.details.coreKinds.map {
                [$0.name, "\($0.cores)", $0.maxMHz.map { "\($0) MHz" } ?? "not told"]
            })
    }
}
