import Quantities
import Records
import Statistics

extension ComputeRate {
    /// For reading, a type's name told apart: "524 GFLOP/s", "2.10 TOP/s".
    func text(_ type: String) -> String {
        let unit = type == "int8" ? "OP/s" : "FLOP/s"
        return gigaPerSecond < 1000
            ? "\(gigaPerSecond.significant(3)) G\(unit)" : "\((gigaPerSecond / 1000).significant(3)) T\(unit)"
    }
}

extension PeakCell {
    /// "524 GFLOP/s"; nil where it was not measured.
    var rateText: String? {
        summary.map { ComputeRate(gigaPerSecond: $0.median).text(type) }
    }

    /// "98 % of 256"; "unknown" where no table has it.
    private var theoryText: String {
        guard let theory = theoreticalPerCycle?.shortest(decimals: 1) else { return "unknown" }
        return shareOfTheory.map { "\(($0 * 100).fixed(0))\u{A0}%\u{A0}of\u{A0}\(theory)" } ?? "– of \(theory)"
    }

    /// Rate, clock, operations per cycle and what they are of theory, for a table.
    var figures: [String] {
        [
            summary?.figureText ?? "–", clock?.summary?.median.significant(3) ?? "–",
            perCycle?.summary?.median.significant(3) ?? "–",
            theoryText,
        ]
    }
}
