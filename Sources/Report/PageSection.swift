import Quantities
import Records
import Statistics
import Tables

/// Bandwidth by page size.
struct PageSection: ReportSection {
    let context: ReportContext

    var markdown: String {
        let cells = context.cells.of(study: "pages")
        // Those that have figures first.
        let sorted = cells.filter { $0.summary != nil } + cells.filter { $0.summary == nil }
        let kinds = sorted.reduce(into: [String]()) { kinds, cell in
            if !kinds.contains(cell.asked) { kinds.append(cell.asked) }
        }
        guard cells.contains(where: { $0.summary != nil }) else { return "" }
        let columns: [Table.Column] = [
            .init("Pages asked for"), .init("Obtained"), .init("read", .right), .init("triad", .right),
        ]
        let rows = kinds.map { kind -> [String] in
            let those = cells.filter { $0.asked == kind }
            let rates = ["read", "triad"].map { kernel in
                those.first { $0.kernel == kernel }?.summary?.figureText ?? "–"
            }
            return [kind, those.first?.pageSize ?? those.first?.reason ?? "unknown"] + rates
        }
        return """
            ### Page sizes

            GB/s of node \(cells.first?.memoryNode.escapedForMarkdown ?? "")'s cores on its own memory, by the size of \
            its pages. All other figures use transparent huge pages where the kernel grants them.

            \(Table(columns, rows: rows).markdown)
            """
    }
}

extension BandwidthCell {
    /// "small", "transparent huge", "pool of 2 MiB".
    fileprivate var asked: String { measurement.labels["pages"] ?? "" }
}
