import Quantities
import Records
import Statistics
import Tables

/// Every loop on every node, the shapes of read, and what could not be measured.
struct LoopSection: ReportSection {
    let context: ReportContext

    var markdown: String {
        """
        ### Every loop

        *Seen* names what the samples show: *drift* (they rise or fall), *outliers* (a few lie far out), *bimodal* \
        (two separate speeds).

        \(loops.markdown)\(shapes)\(notMeasured)
        """
    }

    private var loops: Table {
        let columns: [Table.Column] = [
            .init("Node"), .init("Threads", .right), .init("Loop"), .init("Median", .right),
            .init("95 % interval", .right), .init("Best", .right), .init("Samples", .right), .init("Seen"),
        ]
        return Table(
            columns,
            rows: context.cells.of(study: "loops").filter { $0.summary != nil }.map { cell in
                let flags = cell.summary?.flags.map(\.rawValue).joined(separator: ", ") ?? ""
                return [cell.memoryNode, "\(cell.threads)", cell.name] + cell.figures + [
                    cell.summary.map { "\($0.count)" } ?? "0", flags,
                ]
            })
    }

    /// The race that chose the shape.
    private var shapes: String {
        let cells = context.cells.of(study: "shapes").filter { $0.summary != nil }
        guard let fastest = cells.max(by: { ($0.median ?? 0) < ($1.median ?? 0) }) else { return "" }
        let others = cells.map { cell in
            "\(cell.shape ?? "") \(cell.median?.significant(3) ?? "") (\(cell.summary?.intervalText(digits: 3) ?? ""))"
        }
        return """

            Read was tried in eight shapes with \(fastest.threads) threads on node \
            \(fastest.memoryNode.escapedForMarkdown), a few samples each, GB/s with 95 % intervals: \
            \(others.joined(separator: "; ").escapedForMarkdown). The fastest, \
            *\((fastest.shape ?? "").escapedForMarkdown)*, was then measured anew: that is the read rate. \
            Differences within the intervals are chance.

            """
    }

    /// What has no figure, by reason; page sizes tell theirs in their own table.
    private var notMeasured: String {
        let cells = context.cells.filter { $0.summary == nil && $0.study != "pages" }
        let reasons = cells.reduce(into: [String]()) { reasons, cell in
            if !reasons.contains(cell.reason) { reasons.append(cell.reason) }
        }
        let lines = reasons.map { reason in
            let names = cells.filter { $0.reason == reason }.map { "\($0.name) \($0.place)" }
            // Of many, the first few tell what kind of figure it is.
            let shown = names.prefix(6).joined(separator: "; ") + (names.count > 6 ? "; \(names.count - 6) more" : "")
            return "- \(reason.escapedForMarkdown): \(shown.escapedForMarkdown).\n"
        }
        return lines.isEmpty ? "" : "\nNot measured:\n\n" + lines.joined()
    }
}

extension BandwidthCell {
    /// "on node 0", "on all nodes", "on node 1 from node 0".
    fileprivate var place: String {
        switch memoryNode {
        case "all": "on all nodes"
        case "interleaved": "of interleaved memory"
        case cpuNode: "on node \(memoryNode)"
        default: "on node \(memoryNode) from node \(cpuNode)"
        }
    }
}
