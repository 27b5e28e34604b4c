// Numbers as text, the same on every machine: a point, no grouping, no locale.

extension Double {
    /// With exactly `decimals` digits after the point; "–" where it is not finite.
    package func fixed(_ decimals: Int) -> String {
        guard isFinite else { return "–" }
        let scale = Self.powersOfTen[Swift.max(0, Swift.min(decimals, Self.powersOfTen.count - 1))]
        let scaled = (magnitude * scale).rounded()
        // Beyond 2⁵³ a double has no fraction to round, and Int64 may not hold the product.
        guard scaled < 0x1p53 else { return "\(self)" }
        let units = Int(scaled)
        let whole = units / Int(scale)
        let sign = self < 0 && units > 0 ? "-" : ""
        guard decimals > 0 else { return "\(sign)\(whole)" }
        let fraction = String(units % Int(scale))
        return "\(sign)\(whole)." + String(repeating: "0", count: decimals - fraction.count) + fraction
    }

    /// With at most `decimals` digits after the point, and no trailing zeros: "32", "1.5".
    package func shortest(decimals: Int) -> String {
        var text = fixed(decimals)
        guard text.contains(".") else { return text }
        while text.hasSuffix("0") { text.removeLast() }
        if text.hasSuffix(".") { text.removeLast() }
        return text
    }

    /// With `digits` significant digits where that needs a fraction, and whole otherwise: 5.76, 57.6, 576, 5760.
    package func significant(_ digits: Int) -> String {
        guard isFinite, self != 0 else { return fixed(0) }
        var decimals = digits - 1
        var bound = 10.0
        // The bound is compared with what rounding would leave, so that 9.996 is "10.0" and not "10.00".
        while decimals > 0, (magnitude * Self.powersOfTen[decimals]).rounded() / Self.powersOfTen[decimals] >= bound {
            decimals -= 1
            bound *= 10
        }
        var small = magnitude
        while small < 1, decimals < Self.powersOfTen.count - 1 {
            decimals += 1
            small *= 10
        }
        return fixed(decimals)
    }

    private static let powersOfTen: [Double] = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9]
}
