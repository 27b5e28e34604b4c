import Quantities

/// A figure with the interval it is known to.
package struct Estimate<Value: Hashable & Sendable>: Hashable, Sendable {
    package let median: Value
    package let low: Value
    package let high: Value

    package init(median: Value, low: Value, high: Value) {
        self.median = median
        self.low = low
        self.high = high
    }

    /// A figure that is taken as it is, such as an example's.
    package init(exactly value: Value) { self.init(median: value, low: value, high: value) }

    /// What follows from each of its three figures, by a function that rises with them.
    package func map<Result>(_ follow: (Value) -> Result) -> Estimate<Result> {
        Estimate<Result>(median: follow(median), low: follow(low), high: follow(high))
    }
}

/// A bandwidth with the interval it is known to.
package typealias BandwidthEstimate = Estimate<Bandwidth>

extension Estimate<Double> {
    /// Half the width of the interval as a share of the median: 0.25 is "± 25 %".
    package var relativeHalfWidth: Double { median == 0 ? 0 : (high - low) / 2 / median.magnitude }
}
