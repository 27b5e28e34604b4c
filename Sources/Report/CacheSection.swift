import Quantities
import Records
import Statistics
import Tables

/// The bandwidth of each cache level, and the levels' sizes as told and as seen.
struct CacheSection: ReportSection {
    let context: ReportContext

    var markdown: String {
        guard !cells.isEmpty else { return "" }
        return """
            ### Caches

            GB/s in the middle of each level, by a plain loop with regular stores; *working set* is what one thread \
            goes through. *Told* is the cache's size by the system, *seen* where one core's read curve falls.

            \(table.markdown)\(CacheLevel.note(table))\(figures.map(context.link).joined())
            """
    }

    var figures: [Figure] { cells.isEmpty ? [] : [plot.figure] }

    private var cells: [BandwidthCell] { context.cells.of(study: "levels").filter { $0.summary != nil } }
    private var levels: [CacheLevel] { context.bandwidth?.details.levels ?? [] }
    private var threads: [Int] { Set(cells.map(\.threads)).sorted() }

    private var table: Table {
        let columns: [Table.Column] =
            [.init("Level"), .init("Told", .right), .init("Seen", .right)]
            + threads.flatMap { count -> [Table.Column] in
                let who = count == 1 ? "one core" : "\(count) cores"
                return [
                    .init("Working set", .right), .init("read, \(who)", .right), .init("triad, \(who)", .right),
                ]
            }
        let rows = ["l1", "l2", "l3", "dram"].compactMap { level -> [String]? in
            let figures = threads.flatMap { self.figures(level, threads: $0) }
            guard figures.contains(where: { $0 != "–" }) else { return nil }
            let known = levels.first { $0.level == level }
            let one = cells.first { $0.measurement.labels["level"] == level && $0.measurement.labels["typical"] != nil }
            let set = one?.workingSet
            return [
                CacheLevel.title(level, known, workingSet: set), known?.toldBytes.map { "\(ByteCount($0))" } ?? "–",
                level == "dram" ? "–" : known?.seenText ?? "no step",
            ] + figures
        }
        return Table(columns, rows: rows)
    }

    private func figures(_ level: String, threads: Int) -> [String] {
        let typical = cells.filter {
            $0.threads == threads && $0.measurement.labels["level"] == level && $0.measurement.labels["typical"] != nil
        }
        let size = typical.compactMap(\.workingSet).first.map { "\(ByteCount($0))" } ?? "–"
        return [size]
            + ["read", "triad"].map { kernel in
                typical.first { $0.kernel == kernel }?.summary?.figureText ?? "–"
            }
    }

    private var plot: LinePlot {
        let series = threads.flatMap { count in
            ["read", "triad"].map { kernel in
                LinePlot.Series(
                    "\(kernel), \(count == 1 ? "one core" : "\(count) cores")",
                    cells.filter { $0.threads == count && $0.kernel == kernel }.compactMap { cell in
                        cell.workingSet.flatMap { cell.point(x: Double($0)) }
                    })
            }
        }
        return LinePlot(
            name: "bandwidth-caches", title: "Bandwidth by working set",
            subtitle: "median and 95 % interval; upright lines: cache sizes of one core as the system tells them",
            x: .init("Working set of a thread", .log2, labels: .byteCounts),
            y: .init("Bandwidth", unit: "GB/s", .log10), series: series.filter { !$0.points.isEmpty },
            references: levels.references)
    }
}

extension CacheLevel {
    /// The level's name, marked where a working set is larger than what the curve shows of it.
    static func title(_ level: String, _ known: CacheLevel?, workingSet: Int?) -> String {
        guard let seen = known?.seenBytes, let workingSet, workingSet > seen else { return level.uppercased() }
        return level.uppercased() + " ‡"
    }

    /// What the mark means, after a table that has it.
    static func note(_ table: Table) -> String {
        table.rows.contains { $0.first?.hasSuffix("‡") == true }
            ? "\n‡ The working set is larger than what the curve shows of this level: the figure is partly the next "
                + "one's.\n"
            : ""
    }

    /// "1.1 MiB"; nil where the curve shows no step.
    var seenText: String? { seenBytes.map { ByteCount($0).rounded } }
}

extension [CacheLevel] {
    /// The sizes that the system tells, as lines in a plot.
    var references: [LinePlot.Reference] {
        compactMap { level in
            guard let told = level.toldBytes, let name = level.level else { return nil }
            return LinePlot.Reference(Double(told), "\(name.uppercased()) \(ByteCount(told))")
        }
    }
}
