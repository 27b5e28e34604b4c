import Quantities
import Statistics
import TokenModel

extension Estimate<Double> {
    /// "37.3 ± 25 %", for a table; the figure alone where it has no interval.
    var text: String { median.significant(3) + doubtText }

    /// "0.97 ± 28 %": a third decimal would be noise where the doubt is half a hundredth or more.
    var ratioText: String { median.fixed(relativeHalfWidth * median < 0.005 ? 3 : 2) + doubtText }

    /// " ± 25 %"; empty where there is no interval.
    var doubtText: String {
        guard low < high else { return "" }
        let half = relativeHalfWidth * 100
        return "\u{A0}±\u{A0}\(half < 1 ? half.fixed(1) : half.fixed(0))\u{A0}%"
    }
}

extension Estimate where Value: ScalarQuantity {
    /// " ± 25 %"; empty where there is no interval.
    var doubtText: String { map(\.value).doubtText }
}
