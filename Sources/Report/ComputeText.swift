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

    /// Rate, clock, operations per cycle, theory and the share of it, for a table.
    var figures: [String] {
        [
            summary?.figureText ?? "–", clock?.summary?.median.significant(3) ?? "–",
            perCycle?.summary?.median.significant(3) ?? "–",
            theoreticalPerCycle?.shortest(decimals: 1) ?? "unknown",
            shareOfTheory.map { "\(($0 * 100).fixed(0)) %" } ?? "–",
        ]
    }
}
