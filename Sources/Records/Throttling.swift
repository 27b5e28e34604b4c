import Quantities

/// How much of some samples' time a CPU quota took.
package struct Throttling: Hashable, Sendable {
    /// Periods of the quota in which it stopped the threads, and all that passed meanwhile.
    package let throttled: Double, periods: Double
    /// Time for which they were stopped, summed over CPUs, and the samples' own, in seconds.
    package let stoppedSeconds: Double, seconds: Double

    /// What a figure may lose before it is invalid: a change of less is within what two runs differ by.
    private static let tolerated = 0.01

    package init(_ samples: [Sample]) {
        throttled = samples.reduce(0) { $0 + Double($1.noise?.throttledPeriods ?? 0) }
        periods = samples.reduce(0) { $0 + Double($1.noise?.periods ?? 0) }
        stoppedSeconds = samples.reduce(0) { $0 + ($1.noise?.throttledSeconds ?? 0) }
        seconds = samples.reduce(0) { $0 + $1.seconds }
    }

    /// The greater of both shares, of periods and of time; old kernels count no time, old records no periods.
    package var share: Double {
        let ofPeriods = throttled > 0 ? throttled / max(throttled, periods) : 0
        let ofTime = stoppedSeconds > 0 && seconds > 0 ? stoppedSeconds / seconds : 0
        return max(ofPeriods, min(1, ofTime))
    }

    /// Why a figure made from the samples must not be relied on; nil where it may be.
    package var reason: String? {
        guard share > Self.tolerated else { return nil }
        let ofPeriods = "in \(throttled.fixed(0)) of \(max(throttled, periods).fixed(0)) of its periods"
        return "a CPU quota stopped the threads \(ofPeriods), for \(stoppedSeconds.significant(2)) s of CPU time "
            + "while samples took \(seconds.significant(2)) s"
    }
}
