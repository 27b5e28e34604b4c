import Glibc

/// A rate that was measured at some sizes, between which its logarithm is taken to run straight against the size's.
package struct RateCurve: Hashable, Sendable {
    package struct Point: Hashable, Sendable {
        package let size: Double
        package let rate: Estimate<Double>

        package init(size: Double, rate: Estimate<Double>) {
            self.size = size
            self.rate = rate
        }
    }

    /// Ascending in size, not empty, rates above 0.
    package let points: [Point]

    /// Nil without a usable point.
    package init?(_ points: [Point]) {
        self.points = points.filter { $0.size > 0 && $0.rate.low > 0 }.sorted { $0.size < $1.size }
        if self.points.isEmpty { return nil }
    }

    /// Of a rate that does not depend on the size.
    package init?(constant rate: Estimate<Double>) { self.init([Point(size: 1, rate: rate)]) }

    /// The rate at a size; beyond the ends, that of the end.
    package func at(_ size: Double) -> Estimate<Double> {
        guard let upper = points.firstIndex(where: { $0.size >= size }) else { return points[points.count - 1].rate }
        guard upper > 0 else { return points[0].rate }
        let (below, above) = (points[upper - 1], points[upper])
        let share = log(size / below.size) / log(above.size / below.size)
        let between = { (low: Double, high: Double) in exp(log(low) + share * (log(high) - log(low))) }
        return Estimate(
            median: between(below.rate.median, above.rate.median), low: between(below.rate.low, above.rate.low),
            high: between(below.rate.high, above.rate.high))
    }
}

extension RateCurve {
    /// All rates times a factor; nil where that leaves none.
    package func scaled(by factor: Double) -> RateCurve? {
        RateCurve(points.map { Point(size: $0.size, rate: $0.rate.map { $0 * factor }) })
    }
}
