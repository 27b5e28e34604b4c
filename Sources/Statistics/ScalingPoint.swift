/// The rate that some threads reach together, in any unit.
package struct ScalingPoint: Hashable, Sendable {
    package let threads: Int
    package let rate: Double
    /// The 95 % confidence interval of the rate.
    package let low: Double
    package let high: Double

    package init(threads: Int, rate: Double, low: Double, high: Double) {
        self.threads = threads
        self.rate = rate
        self.low = low
        self.high = high
    }

    /// The rate's standard error as a share of it. At least 0.5 %: an interval that happens to be narrower would make
    /// its point outweigh all others.
    var relativeError: Double { max((high - low) / 2 / 1.96 / rate, 0.005) }

    /// Whether it can be fitted.
    var isUsable: Bool { threads >= 1 && rate > 0 && rate.isFinite && high >= low && (high - low).isFinite }
}

/// A fitted value and its standard error.
package struct FittedValue: Hashable, Sendable {
    package let value: Double
    package let standardError: Double

    package init(value: Double, standardError: Double) {
        self.value = value
        self.standardError = standardError
    }

    /// The value ± 1.96 standard errors.
    package var low: Double { value - 1.96 * standardError }
    package var high: Double { value + 1.96 * standardError }
}

/// How well threads are used.
package enum Efficiency {
    /// E_par: speed-up against one thread, as a share of the threads.
    package static func parallel(speedup: Double, threads: Int) -> Double { speedup / Double(threads) }
}
