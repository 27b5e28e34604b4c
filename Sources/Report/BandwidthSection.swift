import Quantities
import Records
import Statistics
import Tables
import TokenModel

/// Measured against theoretical bandwidth, by node, and then every loop.
struct BandwidthSection: ReportSection {
    let context: ReportContext

    var markdown: String {
        guard context.bandwidth != nil else {
            return "## Memory bandwidth\n\nNot measured: \(context.reasonMissing("bandwidth").escapedForMarkdown).\n"
        }
        return """
            ## Memory bandwidth

            GB/s (1 GB = 10⁹ B) of credited bytes, as STREAM counts them: median, 95 % confidence interval of the \
            median, best. One thread per core, memory bound to the node. Generation only reads, so *read* is \
            what predictions rest on; it is measured in the fastest of eight shapes. In the tables below, ± is half \
            the width of that interval.

            \(headline.markdown)
            \(theorySentence)

            """ + parts.map(\.markdown).filter { !$0.isEmpty }.map { "\n" + $0 }.joined()
    }

    var figures: [Figure] { context.bandwidth == nil ? [] : parts.flatMap(\.figures) }

    private var parts: [any ReportSection] {
        [
            NodeMatrixSection(context: context), ScalingSection(context: context), CacheSection(context: context),
            StoreSection(context: context), PageSection(context: context), LoopSection(context: context),
        ]
    }

    private var headline: Table {
        let columns: [Table.Column] = [
            .init("Node"), .init("Threads", .right), .init("Loop"), .init("Median", .right),
            .init("95 % interval", .right), .init("Best", .right), .init("Of theory", .right),
        ]
        let rows = context.cells.nodes.flatMap { node in
            ["read", "triad"].compactMap { context.cells.fastest($0, node: node) }.filter { $0.summary != nil }.map(
                headlineRow)
        }
        return Table(columns, rows: rows)
    }

    private func headlineRow(_ cell: BandwidthCell) -> [String] {
        [cell.memoryNode, cell.threads > 0 ? "\(cell.threads)" : "–", cell.name] + cell.figures
            + [cell.summary.map { share(of: $0, node: cell.memoryNode) } ?? "–"]
    }

    private func share(of summary: Summary, node: String) -> String {
        guard let part = context.machineTheory.bandwidth(of: node) else {
            return context.machineTheory.facts.theoreticalBandwidth == nil ? "unknown" : "–"
        }
        return "\((Bandwidth(gigabytesPerSecond: summary.median) / part * 100).fixed(0)) %"
    }

    private var theorySentence: String {
        switch context.theory {
        case .known(let theory, let provenance):
            let shares = context.machineTheory.nodeShares
            let isEven = Set(shares.values).count < 2
            let share =
                shares.count < 2
                ? "" : isEven ? "; each node is taken to have an equal part of it" : "; each socket its modules' part"
            return "Theoretical bandwidth: \(theory) (\(provenance.escapedForMarkdown))\(share)."
        case .unknown(let why):
            return "Theoretical bandwidth: unknown: \(why.escapedForMarkdown)."
        }
    }
}

extension BandwidthCell {
    /// Median, interval and best.
    var figures: [String] {
        guard let summary else { return ["–", "–", "–"] }
        return [summary.median.significant(3), summary.intervalText(digits: 3), summary.best.significant(3)]
    }
}
