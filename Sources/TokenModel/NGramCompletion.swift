import Quantities

/// Completion by a table of n-grams instead of a model: each token is one look-up at a place that no prefetcher
/// guesses, so that latency alone bounds it.
package struct NGramCompletion: Hashable, Sendable {
    /// Loads per second of one thread, against the working set in bytes.
    private let loads: RateCurve
    /// Of all threads together from memory; nil where it was not measured.
    private let bandwidth: Estimate<Bandwidth>?

    /// A measured latency: seconds of a load from a working set.
    package struct Point: Hashable, Sendable {
        package let workingSet: ByteCount
        package let seconds: Estimate<Double>

        package init(workingSet: ByteCount, seconds: Estimate<Double>) {
            self.workingSet = workingSet
            self.seconds = seconds
        }
    }

    /// Nil without a usable point.
    /// - Parameters:
    ///   - latencies: of one page size.
    ///   - bandwidth: which many threads cannot exceed.
    package init?(latencies: [Point], bandwidth: Estimate<Bandwidth>? = nil) {
        let points = latencies.filter { $0.seconds.low > 0 }.map { point in
            let rate = Estimate(
                median: 1 / point.seconds.median, low: 1 / point.seconds.high, high: 1 / point.seconds.low)
            return RateCurve.Point(size: Double(point.workingSet.bytes), rate: rate)
        }
        guard let loads = RateCurve(points) else { return nil }
        // A larger table is never faster: where it seems so, neighbours slept in that moment.
        var slowest = loads.points[0].rate
        let falling = loads.points.map { point in
            slowest = Estimate(
                median: min(slowest.median, point.rate.median), low: min(slowest.low, point.rate.low),
                high: min(slowest.high, point.rate.high))
            return RateCurve.Point(size: point.size, rate: slowest)
        }
        self.loads = RateCurve(falling) ?? loads
        self.bandwidth = bandwidth
    }

    /// A load moves a whole line.
    private static let lineBytes = 64.0

    /// Look-ups per second, and so tokens, of threads that each complete a text of their own. Beyond the largest
    /// measured working set latency is taken to stay as it is there.
    package func lookups(table: ByteCount, threads: Int) -> Estimate<TokenRate> {
        let all = loads.at(Double(table.bytes)).map { $0 * Double(threads) }
        guard let most = bandwidth.map({ $0.map { $0.value / Self.lineBytes } }) else {
            return all.map { TokenRate(value: $0) }
        }
        return Estimate(
            median: TokenRate(value: min(all.median, most.median)), low: TokenRate(value: min(all.low, most.low)),
            high: TokenRate(value: min(all.high, most.high)))
    }
}
