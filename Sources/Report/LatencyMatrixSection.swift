import Quantities
import Records
import Statistics
import Tables

/// The latency of memory by the node of the core and the node of the memory.
struct LatencyMatrixSection: ReportSection {
    let context: ReportContext

    var markdown: String {
        guard cpuNodes.count * memoryNodes.count > 1 else { return "" }
        return """
            ### Latency between nodes

            Nanoseconds of a load by a core of one node (rows) from the memory of another (columns), \
            \((cells.first?.pagesText ?? "").escapedForMarkdown).\(worst)

            \(table.markdown)\(figures.map(context.link).joined())
            """
    }

    var figures: [Figure] {
        let (cpuNodes, memoryNodes) = (cpuNodes, memoryNodes)
        guard cpuNodes.count * memoryNodes.count > 1, cpuNodes.count * memoryNodes.count <= 1 << 12 else { return [] }
        let cells = Dictionary(
            cells.map { ([$0.cpuNode, $0.memoryNode], $0) }, uniquingKeysWith: { first, _ in first })
        return [
            HeatMap(
                name: "latency-matrix", title: "Memory latency by node", subtitle: self.cells.first?.pagesText ?? "",
                rows: cpuNodes.map { "\($0)" }, rowTitle: "core of node", columns: memoryNodes.map { "\($0)" },
                columnTitle: "memory of node",
                values: cpuNodes.map { row in memoryNodes.map { cells[[row, $0]]?.median } }, quantity: "latency",
                unit: "ns", better: .smallest
            ).figure
        ]
    }

    /// In the pages that were asked for first; pairs that were not measured have none.
    private var cells: [LatencyCell] {
        let all = context.latencies.filter { $0.kind == .node }
        let first = all.first { $0.summary != nil }?.pages
        return all.filter { $0.pages == first || $0.pages.isEmpty }
    }

    private var cpuNodes: [Int] { Set(cells.compactMap(\.cpuNode)).sorted() }
    private var memoryNodes: [Int] { Set(cells.compactMap(\.memoryNode)).sorted() }

    private func cell(_ cpuNode: Int, _ memoryNode: Int) -> LatencyCell? {
        cells.first { $0.cpuNode == cpuNode && $0.memoryNode == memoryNode }
    }

    private var table: Table {
        let (cpuNodes, memoryNodes) = (cpuNodes, memoryNodes)
        let cells = Dictionary(
            cells.map { ([$0.cpuNode, $0.memoryNode], $0) }, uniquingKeysWith: { first, _ in first })
        let columns = memoryNodes.map { Table.Column("memory \($0)", .right) }
        let rows = cpuNodes.map { row in
            ["core of \(row)"] + memoryNodes.map { cells[[row, $0]]?.summary?.figureText ?? "n/a" }
        }
        return Table([.init("ns")] + columns, rows: rows)
    }

    private var worst: String {
        let remote = cells.filter { $0.cpuNode != $0.memoryNode && $0.median != nil }
        guard let worst = remote.max(by: { ($0.median ?? 0) < ($1.median ?? 0) }), let far = worst.median,
            let row = worst.cpuNode, let near = cell(row, row)?.median
        else { return "" }
        return " The farthest takes \((far / near).fixed(2)) times as long as the near one (node \(row) from node "
            + "\(worst.memoryNode ?? 0))."
    }
}
