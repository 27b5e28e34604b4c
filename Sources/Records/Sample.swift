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
    /// A signal ended the program first.
    case signal

    /// Why there is no figure, if it came before the first sample.
    package var reasonForNothing: String {
        self == .signal
            ? "a signal ended the run before it was its turn" : "the time budget was used up; raise --time-budget"
    }
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

    /// Counters that stand still are left out: most samples have at most one.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        waitSeconds = try container.decodeIfPresent(Double.self, forKey: .waitSeconds) ?? 0
        stealSeconds = try container.decodeIfPresent(Double.self, forKey: .stealSeconds) ?? 0
        throttledPeriods = try container.decodeIfPresent(Int.self, forKey: .throttledPeriods) ?? 0
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        if waitSeconds != 0 { try container.encode(waitSeconds, forKey: .waitSeconds) }
        if stealSeconds != 0 { try container.encode(stealSeconds, forKey: .stealSeconds) }
        if throttledPeriods != 0 { try container.encode(throttledPeriods, forKey: .throttledPeriods) }
    }

    private enum CodingKeys: String, CodingKey { case waitSeconds, stealSeconds, throttledPeriods }

    /// What happened between an earlier reading and this one; nil where nothing did.
    package func since(_ earlier: NoiseReading) -> NoiseReading? {
        let difference = NoiseReading(
            waitSeconds: max(0, waitSeconds - earlier.waitSeconds),
            stealSeconds: max(0, stealSeconds - earlier.stealSeconds),
            throttledPeriods: max(0, throttledPeriods - earlier.throttledPeriods))
        return difference == NoiseReading() ? nil : difference
    }
}
