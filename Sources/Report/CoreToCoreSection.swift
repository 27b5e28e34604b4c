import Quantities
import Records
import Statistics
import Tables

/// How long one core takes to hand a cache line to another, by what the two share.
struct CoreToCoreSection: ReportSection {
    let context: ReportContext

    var markdown: String {
        guard !cells.isEmpty else { return "" }
        return """
            ### Core to core

            Nanoseconds for one core to hand a cache line to another: half of a round trip.\(selection)

            \(table.markdown)\(figures.map(context.link).joined())
            """
    }

    var figures: [Figure] {
        let (cpus, rate) = (cpus, rate)
        // Beyond that a cell is smaller than a pixel of a page.
        guard cpus.count > 1, cpus.count <= 256 else { return [] }
        return [
            HeatMap(
                name: "core-to-core", title: "Core to core", subtitle: "median of one hand-over of a cache line",
                rows: cpus.map { "\($0)" }, rowTitle: "CPU", columns: cpus.map { "\($0)" }, columnTitle: "CPU",
                values: cpus.map { row in cpus.map { rate[[row, $0]] ?? nil } }, quantity: "hand-over", unit: "ns",
                better: .smallest
            ).figure
        ]
    }

    /// Without the pair of hardware threads of one core, whose second is no core of its own.
    private var cells: [LatencyCell] { context.latencies.of(.handover) }

    private var cpus: [Int] {
        Set(cells.filter { $0.shares != "core" }.flatMap { [$0.cpu, $0.peer] }.compactMap(\.self)).sorted()
    }

    private var rate: [[Int]: Double?] {
        cells.reduce(into: [:]) { rates, cell in
            guard let cpu = cell.cpu, let peer = cell.peer else { return }
            rates[[cpu, peer]] = cell.median
            rates[[peer, cpu]] = cell.median
        }
    }

    private var table: Table {
        let columns: [Table.Column] = [
            .init("The two share"), .init("Pairs", .right), .init("Median, ns", .right),
            .init("Fastest pair", .right), .init("Slowest pair", .right), .init("Samples of a pair", .right),
        ]
        let rows = ["core", "L2", "L3", "die", "package", "nothing"].compactMap { shared -> [String]? in
            let medians = cells.filter { $0.shares == shared }.compactMap(\.median)
            guard let median = medians.median, let least = medians.min(), let most = medians.max() else { return nil }
            let samples = cells.filter { $0.shares == shared }.compactMap(\.summary?.count).min() ?? 0
            return [Self.words[shared] ?? shared, "\(medians.count)"] + [median, least, most].map { $0.significant(3) }
                + ["\(samples)"]
        }
        return Table(columns, rows: rows)
    }

    private static let words = [
        "core": "a core (two hardware threads)", "L2": "an L2 cache", "L3": "an L3 cache", "die": "a die",
        "package": "a package", "nothing": "nothing: two packages",
    ]

    private var selection: String {
        let all = context.topology?.details.cores.count ?? 0
        return cpus.count < all && cpus.count > 2 ? " Of \(all) cores \(cpus.count) were paired." : ""
    }
}
