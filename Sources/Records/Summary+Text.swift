import Quantities
import Statistics

extension Summary {
    /// "47.6 ± 2 %", for tables that have no room for an interval; "47.6 (1 sample)".
    package var figureText: String {
        let figure = median.significant(3)
        if count == 1 { return "\(figure) (1\u{A0}sample)\(doubt)" }
        let half = relativeHalfWidth * 100
        return "\(figure)\u{A0}±\u{A0}\(half < 1 ? half.fixed(1) : half.fixed(0))\u{A0}%\(doubt)"
    }

    /// "47.4 – 84.7", unbroken by a line's end; "1 sample" where there is no interval.
    package func intervalText(digits: Int) -> String {
        (count == 1 ? "1 sample" : "\(low.significant(digits))\u{A0}–\u{A0}\(high.significant(digits))") + doubt
    }

    /// After a figure that must not be relied on.
    private var doubt: String { isInvalid ? ", invalid" : "" }
}
