import Quantities
import Records
import Statistics
import Tables

/// The clock under the heaviest loop of each set of instructions, and whether it holds.
struct ClockSection: ReportSection {
    let context: ReportContext

    var markdown: String {
        let rows = heaviest.map(row)
        guard !rows.isEmpty else { return "" }
        let columns =
            [Table.Column("Under"), .init("Loop")] + groups.map { .init("\($0.coresName), GHz", .right) }
        return """
            ### Clock

            \(Table(columns, rows: rows).markdown)
            \(sagSentences.joined(separator: " "))
            \(figures.map(context.link).joined())
            """
    }

    var figures: [Figure] { sags.contains { $0.sag.sags } ? [plot.figure] : [] }

    private static let order = ["scalar", "sse2", "avx2", "avx512", "amx", "neon", "sve"]

    /// Loops whose clock was measured, on the most cores of the whole machine.
    private var candidates: [PeakCell] {
        let cells = context.peaks.measuredPeaks.filter { $0.package == nil && $0.clock?.summary != nil }
        let most = cells.map(\.threads).max()
        return cells.filter { $0.threads == most }
    }

    /// Of each base set the loop of FP32, or one under which all cores' clock is lower beyond both intervals.
    private var heaviest: [PeakCell] {
        Self.order.compactMap { base in
            let own = candidates.filter { $0.baseSet == base }
            guard let usual = own.first(where: { $0.type == "fp32" && !$0.isMixed }) ?? own.first else { return nil }
            return own.reduce(usual) { lowest, cell in
                guard let high = cell.clock?.summary?.high, let low = lowest.clock?.summary?.low else { return lowest }
                return high < low ? cell : lowest
            }
        }
    }

    /// One cell for each set of cores, one core first.
    private var groups: [PeakCell] {
        context.peaks.measuredPeaks.filter { $0.package == nil }.reduce(into: [PeakCell]()) { groups, cell in
            if !groups.contains(where: { $0.isOnSameCores(as: cell) }) { groups.append(cell) }
        }
    }

    private func row(_ cell: PeakCell) -> [String] {
        [PeakCell.setName(cell.baseSet), cell.kernelName + (cell.isa == cell.baseSet ? "" : " (\(cell.setName))")]
            + groups.map { group in
                let own = context.peaks.measuredPeaks.first { $0.isSameLoop(as: cell) && $0.isOnSameCores(as: group) }
                return own?.clock?.summary?.figureText ?? "–"
            }
    }

    private var sags: [(cell: PeakCell, sag: ClockSag)] {
        context.peaks.compactMap { cell in ClockSag(cell).map { (cell, $0) } }
    }

    private var sagSentences: [String] {
        let cells = context.peaks.filter { $0.study == .sag }
        guard !cells.isEmpty else { return ["Whether the clock sags over seconds was not measured."] }
        return cells.map { cell in
            let who =
                "\(cell.setName.escapedForMarkdown) (\(cell.kernelName.escapedForMarkdown)) on "
                + cell.coresName.escapedForMarkdown
            guard cell.summary != nil else {
                return "Whether the clock sags under \(who) was not measured: \(cell.reason.escapedForMarkdown)."
            }
            guard let sag = ClockSag(cell) else {
                return "Whether the clock sags under \(who) is not known: that takes at least five seconds of it."
            }
            return sag.sentence(who)
        }
    }

    private var plot: LinePlot {
        let series = sags.map { cell, _ in
            var time = 0.0
            let points = (cell.clock?.samples ?? []).map { sample in
                defer { time += sample.seconds }
                return LinePlot.Point(time, sample.value)
            }
            return LinePlot.Series("\(cell.setName), \(cell.coresName)", points)
        }
        return LinePlot(
            name: "clock-sag", title: "Clock over time", subtitle: "mean of the cores, each sample",
            x: .init("Time", unit: "s", .linear), y: .init("Clock", unit: "GHz", .linear), series: series)
    }
}

extension ClockSag {
    /// "Under AVX-512 (FP32 vfmadd213ps) on all 32 cores the clock held 3.80 GHz for 10 s."
    fileprivate func sentence(_ who: String) -> String {
        let time = seconds.significant(2)
        guard sags else {
            let rose = change > 0.02 && lastClock.low > firstClock.high
            let held = "held \(lastClock.median.significant(3)) GHz for \(time) s"
            return "Under \(who) the clock "
                + (rose ? "rose from \(firstClock.median.significant(3)) to " : "")
                + (rose ? "\(lastClock.median.significant(3)) GHz in \(time) s." : held + ".")
        }
        return "**Under \(who) the clock fell** from \(firstClock.median.significant(3)) to "
            + "\(lastClock.median.significant(3)) GHz (−\((-change * 100).fixed(0)) %) in \(time) s, and the rate from "
            + "\(firstRate.median.significant(3)) to \(lastRate.median.significant(3)) GOP/s: a "
            + "shorter run flatters such work."
    }
}
