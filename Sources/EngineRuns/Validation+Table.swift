import Quantities
import Tables
import Catalog
import TokenModel

extension Validation {
    /// A row for each measured figure, for people.
    package var table: Table {
        let hasEngines = Set(rows.map(\.run.engine)).count > 1
        let columns: [Table.Column] =
            (hasEngines ? [.init("Engine")] : []) + [
                .init("Model"), .init("Format"), .init("What"), .init("Threads", .right), .init("Measured", .right),
                .init("Repeats", .right), .init("Predicted", .right), .init("90 % interval"), .init("Error", .right),
                .init("Simple", .right), .init("Error", .right), .init("Bound by"), .init("Note"),
            ]
        return Table(columns, rows: rows.map { (hasEngines ? [$0.run.engine] : []) + $0.cells })
    }

    /// The same for programs; empty cells where there is no figure.
    package var csv: String {
        let columns = [
            "engine", "model", "quantization", "phase", "prompt", "depth", "threads", "measured_t_s", "spread",
            "predicted_t_s", "predicted_low", "predicted_high", "error", "inside", "simple_t_s", "simple_error",
            "bound",
            "trained", "noisy", "reason",
        ]
        return Table(columns.map { .init($0) }, rows: rows.map(\.csvCells)).csv
    }

    /// Medians, worst and share inside, of rows that the profile was not fitted to.
    package var summaryTable: Table {
        Table(
            [
                .init("Rows of"), .init("Count", .right), .init("Median error", .right), .init("Worst", .right),
                .init("Worst row"), .init("Inside 90 %", .right), .init("Simple, median", .right),
                .init("Simple, worst", .right), .init("Noisy", .right),
            ],
            rows: summaries.map { summary in
                [
                    summary.name, "\(summary.rows)", summary.median.percent, summary.worst?.percent ?? "–",
                    summary.worstRow ?? "–", summary.inside.percent, summary.simpleMedian?.percent ?? "–",
                    summary.simpleWorst?.percent ?? "–", "\(summary.noisy)",
                ]
            })
    }
}

extension Validation.Row {
    fileprivate var cells: [String] {
        let what =
            run.phase == .prompt
            ? "prompt of \(run.scenario.prompt)" : "generation" + (run.depth > 0 ? " at \(run.depth)" : "")
        return [
            run.demand.model.name, run.demand.format, what, "\(run.threads)", run.measured.significant(3),
            "± " + run.spread.percent, predicted?.median.significant(3) ?? "–",
            predicted.map { "\($0.low.significant(3)) – \($0.high.significant(3))" } ?? reason ?? "–",
            error?.signedPercent ?? "–", simple?.significant(3) ?? "–", simpleError?.signedPercent ?? "–",
            bound?.description ?? "–", notes.joined(separator: ", "),
        ]
    }

    private var notes: [String] {
        [isTrained ? "fitted to" : nil, run.isNoisy ? "noisy" : nil, isInside == false ? "outside" : nil]
            .compactMap(\.self)
    }

    fileprivate var csvCells: [String] {
        [
            run.engine, run.demand.model.name, run.demand.format, run.phase.rawValue,
            run.phase == .prompt ? "\(run.scenario.prompt)" : "", "\(run.depth)", "\(run.threads)",
            run.measured.fixed(4), run.spread.fixed(4), predicted?.median.fixed(4) ?? "",
            predicted?.low.fixed(4) ?? "", predicted?.high.fixed(4) ?? "", error?.fixed(4) ?? "",
            isInside.map { $0 ? "yes" : "no" } ?? "", simple?.fixed(4) ?? "", simpleError?.fixed(4) ?? "",
            bound?.description ?? "", isTrained ? "yes" : "no", run.isNoisy ? "yes" : "no", reason ?? "",
        ]
    }
}

extension Double {
    /// 0.123 is "12.3 %".
    var percent: String { "\((self * 100).fixed(1)) %" }

    /// "+12.3 %".
    var signedPercent: String { (self >= 0 ? "+" : "") + percent }
}
