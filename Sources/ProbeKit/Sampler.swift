import Records
import Statistics

/// Repeats a measured piece of work until its median is known well enough, or the time is used up.
package struct Sampler: Sendable {
    /// Sampling ends when half the interval's width is below this share of the median.
    package var target = 0.01
    /// Runs dropped at the start: the first meets cold caches, page tables and a rising clock.
    package var warmUps = 2
    /// Samples taken before the interval is trusted.
    package var minimum = 10
    /// The most samples kept: beyond it the interval of a steady machine no longer narrows.
    package var maximum = 500

    package init(quick: Bool) {
        guard quick else { return }
        target = 0.02
        minimum = 6
    }

    /// What one repetition gave.
    package struct Repetition {
        /// In the measurement's unit.
        package let value: Double
        package let seconds: Double

        package init(value: Double, seconds: Double) {
            self.value = value
            self.seconds = seconds
        }
    }

    /// Samples the work.
    /// - Parameters:
    ///   - deadline: three samples are taken even if it has passed, so that a cell that was begun has a figure.
    ///   - noise: reads the counters of what keeps the measuring threads from running.
    package func run(
        until deadline: ContinuousClock.Instant, noise: () -> NoiseReading, _ work: () throws -> Repetition
    ) rethrows -> (samples: [Sample], stopped: StopReason) {
        for _ in 0..<warmUps { _ = try work() }
        var samples: [Sample] = []
        var counters = noise()
        while true {
            let repetition = try work()
            let now = noise()
            samples.append(
                Sample(value: repetition.value, seconds: repetition.seconds, noise: now.since(counters)))
            counters = now
            if samples.count >= minimum, isKnown(samples) { return (samples, .interval) }
            if samples.count >= maximum { return (samples, .count) }
            if samples.count >= 3, ContinuousClock.now >= deadline { return (samples, .budget) }
        }
    }

    private func isKnown(_ samples: [Sample]) -> Bool {
        let sorted = samples.map(\.value).sorted()
        let ranks = MedianInterval(count: sorted.count, confidence: 0.95)
        let median = sorted[sorted.count / 2]
        return sorted[ranks.highRank] - sorted[ranks.lowRank] < 2 * target * median.magnitude
    }
}
