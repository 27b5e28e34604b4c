/// The part of an axis that is shown, and where its ticks stand.
struct TickChoice: Hashable {
    var low: Double
    var high: Double
    /// Rising, all from low to high.
    var ticks: [Double]
}

extension LinePlot.Scale {
    /// Whether the axis has a place for a value. The bounds leave room to add and to divide without overflow.
    func shows(_ value: Double) -> Bool {
        guard value.isFinite, value.magnitude <= 1e290 else { return false }
        return self == .linear || value >= 1e-290
    }

    /// Where a value stands on an evenly spaced scale.
    func even(_ value: Double) -> Double {
        switch self {
        case .linear: value
        case .log2: value.log2
        case .log10: value.log10
        }
    }

    /// Ways to divide an axis that shows these values, the one with the most ticks first, and never none.
    func choices(for values: [Double]) -> [TickChoice] {
        let values = values.filter(shows)
        let low = values.min() ?? 1
        let high = values.max() ?? low
        switch self {
        case .linear: return Self.linearChoices(min(0, low), max(0, high))
        case .log2: return Self.binaryChoices(low, high)
        case .log10: return Self.decimalChoices(low, high)
        }
    }
}

extension LinePlot.Scale {
    /// Steps of 1, 2 and 5 times a power of ten; the axis ends at ticks.
    private static func linearChoices(_ low: Double, _ high: Double) -> [TickChoice] {
        guard high - low > 1e-290 else { return [TickChoice(low: 0, high: 1, ticks: [0, 1])] }
        return steps(around: (high - low) / 10).map { step in
            let (first, last) = ((low / step).rounded(.down), (high / step).rounded(.up))
            let ticks = (0...Int(last - first)).map { (first + Double($0)) * step }
            return TickChoice(low: first * step, high: last * step, ticks: ticks)
        }
    }

    /// Nice steps from about `size` on to twenty times as much.
    private static func steps(around size: Double) -> [Double] {
        let exponent = size.log10.rounded(.down)
        let unit = Double(10).raised(to: exponent)
        return [1, 2, 5, 10, 20, 50, 100].map { $0 * unit }.filter { $0 >= size * 0.8 && $0 > 0 }
    }

    /// Powers of two; the axis ends at the outermost values, or at powers where fewer than two are between them.
    private static func binaryChoices(_ low: Double, _ high: Double) -> [TickChoice] {
        var (first, last) = (low.log2.rounded(.up), high.log2.rounded(.down))
        var (low, high) = (low, high)
        if first >= last {
            (first, last) = (low.log2.rounded(.down), high.log2.rounded(.up))
            if first == last { (first, last) = (first - 1, last + 1) }
            (low, high) = (Double(2).raised(to: first), Double(2).raised(to: last))
        }
        return everyFew(first, last).map { exponents in
            TickChoice(low: low, high: high, ticks: exponents.map { Double(2).raised(to: $0) })
        }
    }

    /// 1, 2 and 5 times powers of ten, or powers alone; even steps where the values are close together.
    private static func decimalChoices(_ low: Double, _ high: Double) -> [TickChoice] {
        let (low, high) = high / low < 1.01 ? (low / 1.5, high * 1.5) : (low, high)
        let narrow = high / low < 4 ? narrowChoices(low, high) : []
        let (first, last) = (low.log10.rounded(.down), high.log10.rounded(.up))
        let bounds = [1.0, 2, 5, 10]
        let lowPower = Double(10).raised(to: first)
        let highPower = Double(10).raised(to: last - 1)
        // A little tolerance: a power may be a bit off the decimal literal it is compared with.
        let start = lowPower * (bounds.last { $0 * lowPower <= low * (1 + 1e-9) } ?? 1)
        let end = highPower * (bounds.first { $0 * highPower >= high * (1 - 1e-9) } ?? 10)
        let inside = start * (1 - 1e-9)...end * (1 + 1e-9)
        let dense = stride(from: first, through: last, by: 1).flatMap { exponent in
            [1, 2, 5].map { $0 * Double(10).raised(to: exponent) }.filter(inside.contains)
        }
        let powers = everyFew(first, last).map { exponents in
            exponents.map { Double(10).raised(to: $0) }.filter(inside.contains)
        }
        return narrow
            + ([dense] + powers).filter { !$0.isEmpty }.map { TickChoice(low: start, high: end, ticks: $0) }
    }

    /// Even steps on a logarithmic axis of less than a decade.
    private static func narrowChoices(_ low: Double, _ high: Double) -> [TickChoice] {
        steps(around: (high - low) / 6).map { step in
            let (first, last) = ((low / step).rounded(.down), (high / step).rounded(.up))
            let ticks = (0...Int(last - first)).map { (first + Double($0)) * step }
            return TickChoice(low: first * step, high: last * step, ticks: ticks)
        }.filter { $0.low > 0 }
    }

    /// Exponents of every first, second, fifth, tenth … power, the last of these choices with one or two.
    private static func everyFew(_ first: Double, _ last: Double) -> [[Double]] {
        let steps: [Double] = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000]
        return steps.map { step in
            stride(from: (first / step).rounded(.up) * step, through: last, by: step).map(\.self)
        }.filter { !$0.isEmpty }
    }
}
