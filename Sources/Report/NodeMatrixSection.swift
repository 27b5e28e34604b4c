import Quantities
import Records
import Statistics
import Tables

/// The cores of each node on the memory of each.
struct NodeMatrixSection: ReportSection {
    let context: ReportContext

    var markdown: String {
        guard !matrices.isEmpty else {
            let one = context.cells.nodes.count == 1 && !context.cells.of(study: "scaling").isEmpty
            let sentence = "This machine has one NUMA node: the matrix is the figures above.\n"
            return one ? "### Node matrix\n\n\(sentence)" : ""
        }
        let tables = matrices.map { table($0).markdown + (heatMap($0).map { context.link($0.figure) } ?? "") }
        return """
            ### Node matrix

            GB/s of the cores of one node (rows) on the memory of another (columns), medians. The diagonal is the \
            memory that is near.\(remoteSentence)

            \(tables.joined(separator: "\n"))\(interleaved)
            """
    }

    var figures: [Figure] { matrices.compactMap { heatMap($0)?.figure } }

    private var matrices: [BandwidthMatrix] {
        guard !context.cells.of(study: "matrix").isEmpty else { return [] }
        return ["read", "triad"].map { BandwidthMatrix(context.cells, kernel: $0) }.filter { !$0.cpuNodes.isEmpty }
    }

    private func table(_ matrix: BandwidthMatrix) -> Table {
        let columns = matrix.memoryNodes.map { Table.Column("memory \($0)", .right) }
        let rows = matrix.cpuNodes.map { row in
            ["cores \(row)"] + matrix.memoryNodes.map { matrix[row, $0]?.summary?.figureText ?? "n/a" }
        }
        return Table([.init(matrix.name)] + columns, rows: rows)
    }

    /// Nil where its cells would be smaller than a page shows.
    private func heatMap(_ matrix: BandwidthMatrix) -> HeatMap? {
        guard matrix.cpuNodes.count * matrix.memoryNodes.count <= 1 << 12 else { return nil }
        return HeatMap(
            name: "bandwidth-matrix-\(matrix.kernel)", title: "Node matrix: \(matrix.name)",
            subtitle: "medians; a hatched cell could not be measured", rows: matrix.cpuNodes.map { "\($0)" },
            rowTitle: "cores of node", columns: matrix.memoryNodes.map { "\($0)" }, columnTitle: "memory of node",
            values: matrix.cpuNodes.map { row in matrix.memoryNodes.map { matrix[row, $0]?.median } },
            quantity: "bandwidth", unit: "GB/s", better: .largest)
    }

    /// What the worst remote pair costs, in words.
    private var remoteSentence: String {
        let pairs = context.cells.of(study: "matrix").filter { $0.kernel == "read" && $0.median != nil }
        guard let worst = pairs.min(by: { ($0.median ?? 0) < ($1.median ?? 0) }), let remote = worst.median,
            let near = context.cells.fastest("read", node: worst.cpuNode)?.median
        else { return "" }
        return " The slowest pair reads \((remote / near * 100).fixed(0)) % of what the same cores read nearby "
            + "(node \(worst.cpuNode.escapedForMarkdown) from node \(worst.memoryNode.escapedForMarkdown))."
    }

    private var interleaved: String {
        let cells = context.cells.of(study: "interleaved").filter { $0.summary != nil }
        guard !cells.isEmpty else { return "" }
        let rates = cells.map { cell in
            let all = context.cells.fastest(cell.kernel, node: "all")?.median
            let share = all.flatMap { all in cell.median.map { " (\(($0 / all * 100).fixed(0)) % of all local)" } }
            return "\(cell.kernel.escapedForMarkdown) \(cell.median?.significant(3) ?? "–") GB/s\(share ?? "")"
        }
        return "\nAll cores on memory interleaved over all nodes, as `numactl --interleave=all` places it: "
            + "\(rates.joined(separator: ", ")).\n"
    }
}
