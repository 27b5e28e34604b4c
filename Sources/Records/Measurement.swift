import Statistics

/// One measured quantity: what it is, under which labels, its raw samples and what they say.
package struct Measurement: Codable, Hashable, Sendable {
    /// The quantity's name: "bandwidth".
    package var quantity: String
    /// The unit of every number in it: "GB/s".
    package var unit: String
    /// What tells it from its neighbours: `["kernel": "triad", "cpu_node": "0"]`.
    package var labels: [String: String]
    /// Raw samples in the order they were taken; empty where nothing was measured.
    package var samples: [Sample]
    /// What the samples say; nil where nothing was measured.
    package var summary: Summary?
    /// Why sampling ended.
    package var stopped: StopReason?
    /// Why there is no figure, in words that say what to do; nil where there is one.
    package var notMeasured: String?

    /// A quantity that was sampled. Without finite samples it is "not measured".
    package init(
        _ quantity: String, unit: String, labels: [String: String], samples: [Sample], stopped: StopReason,
        better: BetterEnd
    ) {
        self.quantity = quantity
        self.unit = unit
        self.labels = labels
        self.samples = samples
        self.stopped = stopped
        summary = Summary(of: samples.map(\.value), better: better)
        notMeasured = summary == nil ? "no sample was taken: the time budget was used up; raise --time-budget" : nil
    }

    /// A quantity that could not be measured, and why.
    package init(_ quantity: String, unit: String, labels: [String: String], notMeasured reason: String) {
        self.quantity = quantity
        self.unit = unit
        self.labels = labels
        samples = []
        notMeasured = reason
    }
}

/// One repetition of a measured loop.
package struct Sample: Codable, Hashable, Sendable {
    /// In the measurement's unit.
    package var value: Double
    /// How long the repetition took, in seconds.
    package var seconds: Double
    /// What disturbed it; nil where nothing was seen.
    package var noise: NoiseReading?

    package init(value: Double, seconds: Double, noise: NoiseReading? = nil) {
        self.value = value
        self.seconds = seconds
        self.noise = noise
    }

    /// Whether the measuring threads lost over 1 % of the repetition to other work or to a quota.
    package var isDisturbed: Bool {
        guard let noise else { return false }
        return noise.throttledPeriods > 0 || noise.waitSeconds > 0.01 * seconds || noise.stealSeconds > 0.01 * seconds
    }
}

/// Why a sampling loop ended.
package enum StopReason: String, Codable, Hashable, Sendable {
    /// The confidence interval became narrower than the target.
    case interval
    /// The time was used up first.
    case budget
    /// The greatest number of samples was reached first.
    case count
}

/// What kept measuring threads from running, as counters that only grow, or as the difference of two readings.
package struct NoiseReading: Codable, Hashable, Sendable {
    /// Time that the threads were ready to run and had no CPU, in seconds, summed over threads.
    package var waitSeconds: Double
    /// Time that the hypervisor gave to other guests, in seconds, summed over the machine's CPUs.
    package var stealSeconds: Double
    /// Periods in which a cgroup's CPU quota stopped the process.
    package var throttledPeriods: Int

    package init(waitSeconds: Double = 0, stealSeconds: Double = 0, throttledPeriods: Int = 0) {
        self.waitSeconds = waitSeconds
        self.stealSeconds = stealSeconds
        self.throttledPeriods = throttledPeriods
    }

    /// What happened between an earlier reading and this one; nil where nothing did.
    package func since(_ earlier: NoiseReading) -> NoiseReading? {
        let difference = NoiseReading(
            waitSeconds: max(0, waitSeconds - earlier.waitSeconds),
            stealSeconds: max(0, stealSeconds - earlier.stealSeconds),
            throttledPeriods: max(0, throttledPeriods - earlier.throttledPeriods))
        return difference == NoiseReading() ? nil : difference
    }
}
