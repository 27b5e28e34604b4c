import Catalog
import Quantities
import Statistics
import Tables
import TokenModel

extension Evidence {
    /// Medians, worst, share inside and width of the intervals, of the rows of a group of predictions.
    package struct Summary: Sendable {
        package let rows: Int
        package let median: Double
        /// Of rows that are not noisy; nil where all are.
        package let worst: Prediction?
        package let inside: Double
        package let width: Double
        /// Of the simple model's errors; nil of prompts.
        package let simple: Double?

        /// - Returns: nil of no predictions.
        package init?(_ predictions: [Prediction]) {
            guard let median = predictions.map(\.error.magnitude).median,
                let width = predictions.map(\.width).median
            else { return nil }
            rows = predictions.count
            self.median = median
            self.width = width
            simple = predictions.compactMap { row in row.simple.map { ($0 / row.run.measured - 1).magnitude } }.median
            worst = predictions.filter { !$0.run.isNoisy }.max { $0.error.magnitude < $1.error.magnitude }
            inside = Double(predictions.count(where: \.isInside)) / Double(predictions.count)
        }
    }

    /// A document: what is left out in turn, by machine, by level and by compiler, and every row of machines left out.
    package var markdown: String {
        let rows = predictions(.machine)
        return Self.heading
            + LeavingOut.allCases.map { left in
                "## \(left.title)\n\n" + Self.table(left == .machine ? rows : predictions(left)).markdown
            }.joined(separator: "\n") + "\n## Formats of prompts that were hard\n\n" + Self.formats(rows).markdown
            + "\n## Every row, its machine left out\n\n" + Self.everyRow(rows).markdown
    }

    private static let heading = """
        # How well predictions hold where nothing was fitted

        Made by `make profile` from [the evidence](../Evidence). Each row of llama-bench is predicted by a profile \
        that was fitted to the others: to no row of its machine, of its level of instruction sets, or of its compiler. \
        An error is predicted over measured, less 1; *worst* leaves out rows whose repeats differ by more than 5 %; \
        *width* is the 90 % interval's as a share of the prediction, in the median; *simple* is the median error of \
        read bandwidth over bytes. Results of before there were loops of an engine's shape (zen4-avx2, zen5) are \
        predicted from the best loops, and their intervals are wider for it.


        """

    /// A row for each place and phase, and one for all.
    package static func table(_ predictions: [Prediction]) -> Table {
        let places = predictions.map(\.place).reduce(into: [Place]()) { if !$0.contains($1) { $0.append($1) } }
        let columns: [Table.Column] = [
            .init("Machine"), .init("Level"), .init("Compiler"), .init("What"), .init("Rows", .right),
            .init("Median error", .right), .init("Worst", .right), .init("Worst row"), .init("Inside 90 %", .right),
            .init("Width", .right), .init("Simple", .right),
        ]
        let phases: [Calibration.Phase] = [.generation, .prompt]
        return Table(
            columns,
            rows: phases.flatMap { phase -> [[String]] in
                let own = predictions.filter { $0.run.phase == phase }
                let each = places.compactMap { place in
                    row([place.machine, place.level, place.compiler], phase, own.filter { $0.place == place })
                }
                return each + [row(["all", "", ""], phase, own)].compactMap(\.self)
            })
    }

    private static func row(_ names: [String], _ phase: Calibration.Phase, _ predictions: [Prediction]) -> [String]? {
        Summary(predictions).map { summary in
            names + [
                phase.rawValue, "\(summary.rows)", summary.median.percent,
                summary.worst?.error.signedPercent ?? "–", summary.worst?.run.name ?? "–", summary.inside.percent,
                summary.width.percent, summary.simple?.percent ?? "–",
            ]
        }
    }

    /// Prompts in formats that engines convert or unpack in a way of their own.
    private static func formats(_ predictions: [Prediction]) -> Table {
        let names = ["BF16", "F16", "Q6_K", "Q5_K_M"]
        return Table(
            [
                .init("Format"), .init("Rows", .right), .init("Median error", .right),
                .init("Furthest off, a factor of", .right), .init("Where"),
            ],
            rows: names.compactMap { name in
                let own = predictions.filter { $0.run.phase == .prompt && $0.run.demand.format == name }
                guard let median = own.map(\.error.magnitude).median,
                    let worst = own.max(by: { $0.factor < $1.factor })
                else { return nil }
                return [
                    name, "\(own.count)", median.percent, worst.factor.significant(3),
                    "\(worst.place.name): \(worst.run.name)",
                ]
            })
    }

    private static func everyRow(_ predictions: [Prediction]) -> Table {
        Table(
            [
                .init("Machine"), .init("Level"), .init("Compiler"), .init("Row"), .init("Measured", .right),
                .init("Predicted", .right), .init("90 % interval"), .init("Error", .right), .init("Note"),
            ],
            rows: predictions.map { row in
                let notes = [row.isInside ? nil : "outside", row.run.isNoisy ? "noisy" : nil].compactMap(\.self)
                return [
                    row.place.machine, row.place.level, row.place.compiler, row.run.name,
                    row.run.measured.significant(3), row.predicted.median.significant(3),
                    "\(row.predicted.low.significant(3)) – \(row.predicted.high.significant(3))",
                    row.error.signedPercent, notes.joined(separator: ", "),
                ]
            })
    }
}

extension Evidence.LeavingOut {
    fileprivate var title: String {
        switch self {
        case .machine: "Each machine left out in turn"
        case .level: "Each level left out in turn, on every machine"
        case .compiler: "Each compiler left out in turn"
        case .nothing: "Nothing left out: fitted to the same rows, which proves little"
        }
    }
}
