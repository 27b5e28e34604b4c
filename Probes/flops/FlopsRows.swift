import Quantities
import Records
import Statistics
import Tables

/// Peaks as rows for other programs.
enum FlopsRows {
    static func table(_ measurements: [Measurement]) -> Table {
        let columns = [
            "type", "isa", "threads", "core_kind", "gop_s_median", "gop_s_best", "gop_s_low", "gop_s_high", "ghz",
            "ops_per_cycle", "theoretical_ops_per_cycle", "samples", "mix", "instruction", "package", "flags",
            "not_measured",
        ]
        let cells = PeakCell.cells(measurements).filter { $0.study == .peak }
        return Table(columns.map { .init($0) }, rows: cells.map(row))
    }

    private static func row(_ cell: PeakCell) -> [String] {
        let place = [cell.type, cell.isa, "\(cell.threads)", cell.coreKind]
        let theory = cell.theoreticalPerCycle?.shortest(decimals: 3) ?? "unknown"
        let more = [cell.mix, cell.instruction, cell.package.map { "\($0)" } ?? ""]
        guard let summary = cell.summary else {
            return place + ["", "", "", "", "", "", theory, "0"] + more + ["", cell.reason]
        }
        let rates = [summary.median, summary.best, summary.low, summary.high].map { $0.fixed(3) }
        let clock = cell.clock?.summary?.median.fixed(3) ?? ""
        let perCycle = cell.perCycle?.summary?.median.fixed(3) ?? ""
        return place + rates + [clock, perCycle, theory, "\(summary.count)"] + more + [
            summary.flags.map(\.rawValue).joined(separator: " "), "",
        ]
    }
}
