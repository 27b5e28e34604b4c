import Statistics

/// The rate of a workload on cores that have several threads, by how many of these work.
package struct SMTCell: Sendable {
    package let measurement: Measurement
    package let workload: Workload
    /// Threads on each core: 1, 2, …
    package let threadsPerCore: Int

    package static let quantity = "smt"

    /// Nil where the measurement is none of SMT.
    package init?(_ measurement: Measurement) {
        guard measurement.quantity == Self.quantity,
            let workload = measurement.labels["workload"].flatMap(Workload.init),
            let threads = measurement.labels["threads_per_core"].flatMap({ Int($0) })
        else { return nil }
        self.measurement = measurement
        self.workload = workload
        threadsPerCore = threads
    }

    package var summary: Summary? { measurement.summary }
    package var reason: String { measurement.notMeasured ?? "no reason was recorded" }
}

/// What further threads on each core are worth: the rate with them over the rate with one.
package struct SMTFactor: Sendable {
    package let workload: Workload
    package let threadsPerCore: Int
    package let value: Double
    /// 95 % interval of the ratio, from both rates' intervals; nil where either rate has none.
    package let interval: ClosedRange<Double>?
    /// Whether either rate must not be relied on.
    package let isInvalid: Bool
    /// Samples of the rate that has fewer.
    private let samples: Int

    /// Less than this share is not worth a thread's memory and scheduling.
    private static let worthwhile = 0.03

    /// What to do with them.
    package enum Verdict: String, Sendable { case use, avoid, indifferent }

    /// Nil where either rate was not measured.
    package init?(_ cell: SMTCell, among cells: [SMTCell]) {
        let one = cells.first { $0.workload == cell.workload && $0.threadsPerCore == 1 }
        guard cell.threadsPerCore > 1, let base = one?.summary, let more = cell.summary, base.median > 0 else {
            return nil
        }
        workload = cell.workload
        threadsPerCore = cell.threadsPerCore
        value = more.median / base.median
        let half = (base.relativeHalfWidth * base.relativeHalfWidth + more.relativeHalfWidth * more.relativeHalfWidth)
            .squareRoot()
        interval = base.hasInterval && more.hasInterval ? value * (1 - half)...value * (1 + half) : nil
        samples = min(base.count, more.count)
        isInvalid = base.isInvalid || more.isInvalid
    }

    /// Indifferent where there is no interval.
    package var verdict: Verdict {
        guard let interval, !isInvalid else { return .indifferent }
        if interval.lowerBound > 1 + Self.worthwhile { return .use }
        return interval.upperBound < 1 - Self.worthwhile ? .avoid : .indifferent
    }

    /// Why there is no interval, for a table's cell; nil where there is one.
    package var reasonForNone: String? {
        interval == nil ? samples == 1 ? "one sample" : "too few independent samples" : nil
    }
}
