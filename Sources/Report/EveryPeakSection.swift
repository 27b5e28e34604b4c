import Quantities
import Records
import Statistics
import Tables

/// Every instruction set, folded: few readers want it. Packages have a table of their own.
struct EveryPeakSection: ReportSection {
    let context: ReportContext

    var markdown: String {
        let cells = context.peaks.types.flatMap { type in context.peaks.measuredPeaks.filter { $0.type == type } }
            .filter { $0.package == nil && isTold($0) }
        guard !cells.isEmpty else { return "" }
        let columns: [Table.Column] = [
            .init("Numbers, set"), .init("Instruction"), .init("Cores"), .init("GOP/s", .right),
            .init("GHz", .right), .init("Per cycle", .right), .init("Of theory", .right),
        ]
        let rows = cells.map {
            ["\($0.typeName), \(PeakCell.setName($0.isa))", $0.instruction, $0.coresName] + $0.figures
        }
        return """
            <details><summary>Every instruction set (\(cells.count) figures)</summary>

            \(Table(columns, rows: rows).markdown)
            </details>

            """
    }

    /// Without mixes that are not faster than the multiply-adds alone.
    private func isTold(_ cell: PeakCell) -> Bool {
        guard cell.isMixed else { return true }
        return context.peaks.measuredPeaks.contains { other in
            !other.isMixed && other.type == cell.type && other.isa == cell.isa && other.isOnSameCores(as: cell)
                && (other.summary?.high ?? 0) < (cell.summary?.low ?? 0)
        }
    }
}
