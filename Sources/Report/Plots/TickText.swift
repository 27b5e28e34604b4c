import Quantities

/// Values beside the ticks of an axis.
enum TickText {
    /// A number alone, with up to five significant digits: "0.05", "250000", "2×10⁶".
    /// - Parameter largest: the greatest value of the axis; one that needs a power gives it to all of them.
    static func number(_ value: Double, beside largest: Double = 0) -> String {
        guard value.isFinite else { return "–" }
        guard value != 0 else { return "0" }
        let exponent = Int(value.magnitude.log10.rounded(.down))
        // Outside these bounds zeros would have to be counted.
        guard value.magnitude < 1e-4 || max(value.magnitude, largest) >= 1e6 else {
            return value.shortest(decimals: max(0, 4 - exponent))
        }
        return scientific(value, exponent)
    }

    /// A number to three significant digits: "57.6", "5760", "2×10⁶".
    static func rounded(_ value: Double, digits: Int = 3) -> String {
        let plain = value == 0 || (value.magnitude >= 1e-4 && value.magnitude < 1e6)
        return plain ? value.significant(digits) : number(value)
    }

    /// A byte count, or the number where it is not a whole count that can be.
    static func bytes(_ value: Double) -> String {
        guard value.isFinite, value >= 1, value < 0x1p62 else { return number(value) }
        return "\(ByteCount(Int(value.rounded())))"
    }

    private static func scientific(_ value: Double, _ exponent: Int) -> String {
        // In two steps: the power alone would be subnormal at the small end.
        let half = exponent / 2
        let mantissa = value / Double(10).raised(to: Double(half)) / Double(10).raised(to: Double(exponent - half))
        let text = mantissa.shortest(decimals: 2)
        if text == "10" || text == "-10" { return scientific(value, exponent + 1) }
        let power = "10" + String(exponent).map { superscripts[$0] ?? String($0) }.joined()
        switch text {
        case "1": return power
        case "-1": return "-" + power
        default: return text + "×" + power
        }
    }

    private static let superscripts: [Character: String] = [
        "-": "⁻", "0": "⁰", "1": "¹", "2": "²", "3": "³", "4": "⁴", "5": "⁵", "6": "⁶", "7": "⁷", "8": "⁸", "9": "⁹",
    ]
}

extension LinePlot.Labels {
    /// A value of the axis in words.
    func text(_ value: Double, beside largest: Double = 0) -> String {
        switch self {
        case .numbers: TickText.number(value, beside: largest)
        case .byteCounts: TickText.bytes(value)
        }
    }
}
