import Quantities
import Statistics

extension Summary {
    /// "47.4 – 84.7", unbroken by a line's end; "1 sample" where there is no interval.
    package func intervalText(digits: Int) -> String {
        count == 1 ? "1 sample" : "\(low.significant(digits))\u{A0}–\u{A0}\(high.significant(digits))"
    }
}
