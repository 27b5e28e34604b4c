import Records
import Statistics

/// One figure of a result, with what tells it from all others of the result.
package struct MeasuredFigure: Sendable {
    /// The probe's name without "probe-".
    package let probe: String
    /// "bandwidth", "latency", "compute", "clock"…
    package let quantity: String
    /// The unit of all its numbers: "GB/s".
    package let unit: String
    /// All labels as they were recorded.
    package let labels: [String: String]
    /// For a person: "read, 2 threads, node 0".
    package let name: String
    /// Which end of its samples is the better one.
    package let better: BetterEnd
    package let rank: Rank
    /// Nil where nothing was measured.
    package let value: Value?
    /// Raw samples in the order they were taken; empty of what is derived from other figures.
    package let samples: [Double]
    /// Why there is no value; nil where there is one.
    package let reason: String?
    /// Why the value must not be relied on; nil where it may.
    package let invalid: String?

    /// How a figure stands among others.
    package enum Rank: String, Sendable {
        /// Told by itself.
        case main
        /// A point of a curve, or what follows from two other figures.
        case detail
    }

    /// What was measured.
    package struct Value: Hashable, Sendable {
        package let median: Double
        /// The 95 % interval of the median, as far as there are samples for one.
        package let low: Double, high: Double
        /// Nil of what is derived.
        package let best: Double?
        /// Samples.
        package let count: Int
        /// Whether `low` and `high` are a 95 % interval.
        package let hasInterval: Bool
    }
}

extension MeasuredFigure {
    init(_ measurement: Measurement, probe: String) {
        self.probe = probe
        quantity = measurement.quantity
        unit = measurement.unit
        labels = measurement.labels
        let naming = FigureNaming(probe: probe, quantity: measurement.quantity, labels: measurement.labels)
        name = naming.name
        rank = naming.rank
        value = measurement.summary.map(Value.init)
        samples = measurement.samples.map(\.value)
        better = Self.better(measurement)
        invalid = measurement.invalid
        reason = measurement.summary == nil ? measurement.notMeasured ?? "no reason was recorded" : nil
    }

    /// Tells two figures of one result apart, and is the same in two runs of the same program.
    var key: String {
        let parts = FigureNaming(probe: probe, quantity: quantity, labels: labels).identity
            .sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        return ([probe, quantity, unit] + parts).joined(separator: "|")
    }

    /// The better end is the one that the summary's best sample is at; where all samples are equal the unit tells.
    private static func better(_ measurement: Measurement) -> BetterEnd {
        let values = measurement.samples.map(\.value)
        if let best = measurement.summary?.best, let least = values.min(), let most = values.max(), least < most {
            return best == least ? .smallest : .largest
        }
        return ["ns", "us", "µs", "ms", "s"].contains(measurement.unit) ? .smallest : .largest
    }
}

extension MeasuredFigure.Value {
    init(_ summary: Summary) {
        median = summary.median
        low = summary.low
        high = summary.high
        best = summary.best
        count = summary.count
        hasInterval = summary.hasInterval
    }

    /// What samples of other parts of the same run widen its interval to.
    func widened(by others: [Double]) -> Self {
        Self(
            median: median, low: ([low] + others).min() ?? low, high: ([high] + others).max() ?? high, best: best,
            count: count, hasInterval: hasInterval)
    }

    /// What is derived from two figures.
    init(derived median: Double, _ interval: ClosedRange<Double>?, count: Int) {
        self.init(
            median: median, low: interval?.lowerBound ?? median, high: interval?.upperBound ?? median, best: nil,
            count: count, hasInterval: interval != nil)
    }
}
