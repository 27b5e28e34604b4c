import Quantities
import Records
import Statistics
import Tables

/// Regular and non-temporal stores side by side.
struct StoreSection: ReportSection {
    let context: ReportContext

    var markdown: String {
        let rows = pairs
        guard !rows.isEmpty else { return "" }
        let columns: [Table.Column] = [
            .init("Node"), .init("Loop"), .init("regular", .right), .init("nontemporal", .right),
            .init("Ratio", .right), .init("Full", .right), .init("Moved by regular", .right),
        ]
        return """
            ### Stores

            A regular store reads its line before it writes it (write-allocate), unless the core avoids that; a \
            non-temporal store does not. *Ratio* is how many times its credited bytes the regular loop moved if both \
            used the bus alike; *full* is what it would be if every line were read first. *Moved* is the estimate of \
            what crossed the bus: credited bytes times the ratio, within 1 and full; *not determinable* where the \
            pair's intervals allow no such ratio.

            \(Table(columns, rows: rows).markdown)
            """
    }

    private var pairs: [[String]] {
        let loops = context.cells.of(study: "loops")
        return loops.compactMap { cell in
            guard let factor = loops.impliedFactor(of: cell), let rate = cell.median,
                let twin = loops.nontemporalTwin(of: cell)?.median
            else { return nil }
            return [
                cell.memoryNode, "\(cell.kernel), \(cell.instructionSet)", rate.significant(3), twin.significant(3),
                factor.fixed(2), cell.fullFactor.fixed(2),
                loops.movedRate(of: cell)?.significant(3) ?? "not determinable",
            ]
        }
    }
}
