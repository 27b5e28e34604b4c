import Quantities
import Records
import Statistics
import Tables

/// Measurements as rows for other programs.
struct ScalingRows {
    private let cells: [ScalingCell]
    private let curves: [ScalingCurve]

    init(_ record: Record<ScalingDetails>) {
        cells = record.measurements.compactMap(ScalingCell.init)
        curves = record.details.curves(cells)
    }

    var table: Table {
        let columns = [
            "workload", "placement", "threads", "rate_median", "rate_low", "rate_high", "unit", "speedup", "e_par",
            "samples", "rate_best", "core_kind", "e_par_kinds", "kernel", "flags", "not_measured",
        ]
        return Table(columns.map { .init($0) }, rows: cells.map(row))
    }

    private func row(_ cell: ScalingCell) -> [String] {
        let place = [cell.workload.rawValue, cell.placement, "\(cell.threads)"]
        let (unit, kernel) = (cell.measurement.unit, cell.measurement.labels["kernel"] ?? "")
        guard let summary = cell.summary else {
            return place + ["", "", "", unit, "", "", "0", "", cell.coreKind ?? "", "", kernel, "", cell.reason]
        }
        let point = curves.first { $0.workload == cell.workload && $0.placement == cell.placement }?
            .points.first { $0.threads == cell.threads }
        let figures = [summary.median, summary.low, summary.high].map { $0.fixed(3) }
        // Against itself, also where nothing else was measured.
        let alone: Double? = cell.threads == 1 && cell.placement != ScalingCell.single ? 1 : nil
        let ratios = [point?.speedup ?? alone, point?.parallelEfficiency ?? alone].map { $0?.fixed(4) ?? "" }
        return place + figures + [unit] + ratios + ["\(summary.count)", summary.best.fixed(3)] + [
            cell.coreKind ?? "", point?.shareOfKinds?.fixed(4) ?? "", kernel,
            summary.flags.map(\.rawValue).joined(separator: " "), "",
        ]
    }
}
