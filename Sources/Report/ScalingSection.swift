import Quantities
import Records
import Statistics
import Tables

/// Bandwidth by the number of threads, and where more stop helping.
struct ScalingSection: ReportSection {
    let context: ReportContext
    /// How far below the best a smaller number of threads may stay to be called enough.
    private static let tolerance = 0.03

    var markdown: String {
        guard !nodes.isEmpty else { return "" }
        let knees = nodes.map(kneeSentence)
        let plot = figures.map(context.link).joined()
        return """
            ### Bandwidth by threads

            GB/s by the number of threads on a node, one to a core, on its own memory.

            \(table.markdown)
            \(knees.joined(separator: " "))
            \(plot)
            """
    }

    var figures: [Figure] { nodes.first.map { [plot($0).figure] } ?? [] }

    private var cells: [BandwidthCell] { context.cells.of(study: "scaling").filter { $0.summary != nil } }

    private var nodes: [String] {
        cells.reduce(into: []) { nodes, cell in if !nodes.contains(cell.memoryNode) { nodes.append(cell.memoryNode) } }
    }

    private func curve(_ kernel: String, _ node: String) -> [BandwidthCell] {
        cells.filter { $0.kernel == kernel && $0.memoryNode == node }.sorted { $0.threads < $1.threads }
    }

    private var table: Table {
        let columns: [Table.Column] = [
            .init("Node"), .init("Threads", .right), .init("read", .right), .init("of best", .right),
            .init("triad", .right), .init("of best", .right),
        ]
        let rows = nodes.flatMap { node in
            let threads = Set(cells.filter { $0.memoryNode == node }.map(\.threads)).sorted()
            return threads.map { count in
                [node, "\(count)"] + ["read", "triad"].flatMap { self.rate($0, node, threads: count) }
            }
        }
        return Table(columns, rows: rows)
    }

    private func rate(_ kernel: String, _ node: String, threads: Int) -> [String] {
        let curve = curve(kernel, node)
        guard let summary = curve.first(where: { $0.threads == threads })?.summary,
            let best = curve.compactMap(\.median).max()
        else { return ["–", "–"] }
        return [summary.figureText, "\((summary.median / best * 100).fixed(0)) %"]
    }

    private func knee(_ node: String) -> Int? {
        Knee.smallest(
            of: curve("read", node).compactMap { cell in cell.median.map { (cell.threads, $0) } },
            within: Self.tolerance)
    }

    private func kneeSentence(_ node: String) -> String {
        guard let knee = knee(node), let most = curve("read", node).last?.threads, most > 1 else { return "" }
        let threads = knee == 1 ? "1 thread reads" : "\(knee) threads read"
        return knee < most
            ? "On node \(node.escapedForMarkdown) \(threads) within 3 % of the best: more do not help."
            : "On node \(node.escapedForMarkdown) reading still grows with the last thread (\(most))."
    }

    private func plot(_ node: String) -> LinePlot {
        let series = ["read", "triad"].compactMap { kernel -> LinePlot.Series? in
            let curve = curve(kernel, node)
            guard let name = curve.first?.name else { return nil }
            return LinePlot.Series(name, curve.compactMap { $0.point(x: Double($0.threads)) })
        }
        // A curve that grows to its last point has no knee.
        let marks = knee(node).flatMap { knee in
            curve("read", node).dropLast().first { $0.threads == knee }?.median.map {
                LinePlot.Mark(Double(knee), $0, "knee: \(knee) thread\(knee == 1 ? "" : "s")")
            }
        }
        return LinePlot(
            name: "bandwidth-scaling", title: "Bandwidth by threads, node \(node)",
            subtitle: "median and 95 % interval, one thread per core",
            x: .init("Threads", .log2), y: .init("Bandwidth", unit: "GB/s", .linear), series: series,
            marks: [marks].compactMap(\.self))
    }
}

extension BandwidthCell {
    /// The median with its interval over any x; nil where there is none.
    func point(x: Double) -> LinePlot.Point? {
        summary.map { LinePlot.Point(x, $0.median, low: $0.low, high: $0.high) }
    }
}
