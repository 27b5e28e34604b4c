import Quantities
import Records
import Statistics
import Tables

/// The latency of memory while other cores stream.
struct LoadedLatencySection: ReportSection {
    let context: ReportContext

    var markdown: String {
        guard let last = cells.last else { return "" }
        return """
            ### Latency under load

            One core of node \(last.cpuNode ?? 0) loads from memory while the node's other cores \
            (\(last.threads - 1)) read for a share of their time.\(growth)

            \(table.markdown)\(figures.map(context.link).joined())
            """
    }

    var figures: [Figure] {
        let points = cells.compactMap { cell in cell.loadRate.flatMap { cell.point(x: $0) } }
        guard points.count > 1 else { return [] }
        return [
            LinePlot(
                name: "latency-loaded", title: "Memory latency under load",
                subtitle: "median and 95 % interval; the other cores of the node read for 0 to 100 % of their time",
                x: .init("Read by the other cores", unit: "GB/s", .linear),
                y: .init("Latency", unit: "ns", .linear), series: [LinePlot.Series("one core's loads", points)]
            ).figure
        ]
    }

    private var cells: [LatencyCell] { context.latencies.of(.loaded) }

    private var growth: String {
        guard let idle = cells.first(where: { $0.loadPercent == 0 })?.median,
            let full = cells.first(where: { $0.loadPercent == 100 })?.median
        else { return "" }
        let share = cells.last?.loadRate.flatMap { rate in
            context.readBandwidth.map { ", which is \((rate / $0.median * 100).fixed(0)) % of what all cores read" }
        }
        let rate = cells.last?.loadRate.map { " (\($0.significant(3)) GB/s\(share ?? ""))" } ?? ""
        return " When they read all the time\(rate) a load takes \((full / idle).fixed(2)) times as long as without."
    }

    private var table: Table {
        let columns: [Table.Column] = [
            .init("Others read", .right), .init("GB/s", .right), .init("Latency, ns", .right),
        ]
        return Table(
            columns,
            rows: cells.map { ["\($0.loadPercent ?? 0) %", $0.loadRate?.significant(3) ?? "–", $0.figure] })
    }
}
