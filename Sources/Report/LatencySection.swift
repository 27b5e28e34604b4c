import Quantities
import Records
import Statistics
import Tables

/// How long loads, hand-overs and barriers take.
struct LatencySection: ReportSection {
    let context: ReportContext

    var markdown: String {
        guard context.latency != nil else {
            return "## Latency\n\nNot measured: \(context.reasonMissing("latency").escapedForMarkdown).\n"
        }
        return """
            ## Latency

            Nanoseconds of one load that the next one waits for, in a random order that no prefetcher can guess: \
            median and 95 % confidence interval. Small pages are the base size (4 KiB on x86-64): their loads also \
            wait for address translation. *Told* is the cache's size by the system, *seen* where the curve rises; \
            bandwidth may fall later, since prefetchers hide misses from it.

            """ + parts.map(\.markdown).filter { !$0.isEmpty }.map { "\n" + $0 }.joined() + notMeasured
    }

    var figures: [Figure] { context.latency == nil ? [] : parts.flatMap(\.figures) }

    private var parts: [any ReportSection] {
        [
            LatencyLevelSection(context: context), LatencyMatrixSection(context: context),
            LoadedLatencySection(context: context), CoreToCoreSection(context: context),
            BarrierSection(context: context),
        ]
    }

    /// What has no figure, by reason.
    private var notMeasured: String {
        let missing = context.latencies.filter { $0.summary == nil }
        let reasons = missing.reduce(into: [String]()) { if !$0.contains($1.reason) { $0.append($1.reason) } }
        let lines = reasons.map { reason in
            let those = missing.filter { $0.reason == reason }
            let kinds = LatencyCell.Kind.allCases.filter { kind in those.contains { $0.kind == kind } }
            let names = kinds.map { kind in "\(kind.rawValue) (\(those.count { $0.kind == kind }))" }
            return "- \(reason.escapedForMarkdown): \(names.joined(separator: ", ")).\n"
        }
        return lines.isEmpty ? "" : "\nNot measured:\n\n" + lines.joined()
    }
}

extension LatencyCell {
    /// "152 (149 – 154)"; "–" where there is none.
    var figure: String {
        guard let summary else { return "–" }
        return "\(summary.median.significant(3)) (\(summary.intervalText(digits: 3)))"
    }

    /// The median with its interval over any x; nil where there is none.
    func point(x: Double) -> LinePlot.Point? {
        summary.map { LinePlot.Point(x, $0.median, low: $0.low, high: $0.high) }
    }

    /// What is told of the pages in a table's or a figure's key: "huge pages (2 MiB)".
    var pagesText: String {
        let kind = pages == "small" ? "small pages" : "huge pages"
        return pageSize.isEmpty ? kind : "\(kind) (\(pageSize))"
    }
}

extension [LatencyCell] {
    func of(_ kind: LatencyCell.Kind) -> [LatencyCell] { filter { $0.kind == kind && $0.summary != nil } }

    /// Which pages were asked for, in the order measured.
    var pageKinds: [String] {
        reduce(into: []) { kinds, cell in if !kinds.contains(cell.pages) { kinds.append(cell.pages) } }
    }
}
