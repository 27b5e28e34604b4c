import Quantities
import Records
import Statistics
import Tables

/// The latency of each cache level and of memory, and the curve over working sets.
struct LatencyLevelSection: ReportSection {
    let context: ReportContext

    var markdown: String {
        let levels = context.latencies.of(.level)
        guard !levels.isEmpty || !figures.isEmpty else { return "" }
        let table = table(levels)
        return table.markdown + CacheLevel.note(table) + figures.map(context.link).joined()
    }

    var figures: [Figure] {
        let curve = context.latencies.of(.curve)
        return curve.isEmpty ? [] : [plot(curve).figure]
    }

    private func table(_ cells: [LatencyCell]) -> Table {
        let kinds = cells.pageKinds
        let known = context.latency?.details.levels ?? []
        let columns: [Table.Column] =
            [.init("Level"), .init("Told", .right), .init("Seen", .right), .init("Working set", .right)]
            + kinds.map { kind in .init((cells.first { $0.pages == kind }?.pagesText ?? kind) + ", ns", .right) }
        let rows = ["l1", "l2", "l3", "dram"].compactMap { level -> [String]? in
            let those = cells.filter { $0.level == level }
            guard let size = those.compactMap(\.workingSet).first else { return nil }
            let cache = known.first { $0.level == level }
            return [
                CacheLevel.title(level, cache, workingSet: size), cache?.toldBytes.map { "\(ByteCount($0))" } ?? "–",
                level == "dram" || known.isEmpty ? "–" : cache?.seenText ?? "no step", "\(ByteCount(size))",
            ] + kinds.map { kind in those.first { $0.pages == kind }?.figure ?? "–" }
        }
        return Table(columns, rows: rows)
    }

    private func plot(_ cells: [LatencyCell]) -> LinePlot {
        let series = cells.pageKinds.map { kind in
            let those = cells.filter { $0.pages == kind }
            return LinePlot.Series(
                those.first?.pagesText ?? kind,
                those.compactMap { cell in cell.workingSet.flatMap { cell.point(x: Double($0)) } })
        }
        return LinePlot(
            name: "latency-curve", title: "Load latency by working set",
            subtitle: "one core; median and 95 % interval; upright lines: cache sizes as the system tells them",
            x: .init("Working set", .log2, labels: .byteCounts), y: .init("Latency", unit: "ns", .log10),
            series: series, references: (context.latency?.details.levels ?? []).references)
    }
}
