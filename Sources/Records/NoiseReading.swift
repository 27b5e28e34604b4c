/// What kept measuring threads from running, as counters that only grow, or as the difference of two readings.
package struct NoiseReading: Codable, Hashable, Sendable {
    /// Time that the threads were ready to run and had no CPU, in seconds, summed over threads.
    package var waitSeconds: Double
    /// Time that the hypervisor gave to other guests, in seconds, summed over the machine's CPUs.
    package var stealSeconds: Double
    /// CPUs' worth of time that a cgroup's quota allows; nil where there is none.
    package var quotaCPUs: Double?
    /// Periods of the quota that passed.
    package var periods: Int
    /// Those of them in which the quota stopped the process.
    package var throttledPeriods: Int
    /// Time for which it stopped the process, in seconds, summed over CPUs.
    package var throttledSeconds: Double

    package init(
        waitSeconds: Double = 0, stealSeconds: Double = 0, quotaCPUs: Double? = nil, periods: Int = 0,
        throttledPeriods: Int = 0, throttledSeconds: Double = 0
    ) {
        self.waitSeconds = waitSeconds
        self.stealSeconds = stealSeconds
        self.quotaCPUs = quotaCPUs
        self.periods = periods
        self.throttledPeriods = throttledPeriods
        self.throttledSeconds = throttledSeconds
    }

    /// Counters that stand still are left out: most samples have at most one.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        waitSeconds = try container.decodeIfPresent(Double.self, forKey: .waitSeconds) ?? 0
        stealSeconds = try container.decodeIfPresent(Double.self, forKey: .stealSeconds) ?? 0
        quotaCPUs = try container.decodeIfPresent(Double.self, forKey: .quotaCPUs)
        periods = try container.decodeIfPresent(Int.self, forKey: .periods) ?? 0
        throttledPeriods = try container.decodeIfPresent(Int.self, forKey: .throttledPeriods) ?? 0
        throttledSeconds = try container.decodeIfPresent(Double.self, forKey: .throttledSeconds) ?? 0
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        if waitSeconds != 0 { try container.encode(waitSeconds, forKey: .waitSeconds) }
        if stealSeconds != 0 { try container.encode(stealSeconds, forKey: .stealSeconds) }
        try container.encodeIfPresent(quotaCPUs, forKey: .quotaCPUs)
        if periods != 0 { try container.encode(periods, forKey: .periods) }
        if throttledPeriods != 0 { try container.encode(throttledPeriods, forKey: .throttledPeriods) }
        if throttledSeconds != 0 { try container.encode(throttledSeconds, forKey: .throttledSeconds) }
    }

    private enum CodingKeys: String, CodingKey {
        case waitSeconds, stealSeconds, quotaCPUs, periods, throttledPeriods, throttledSeconds
    }

    /// What happened between an earlier reading and this one; nil where nothing did, and no quota allows less than all.
    package func since(_ earlier: NoiseReading) -> NoiseReading? {
        let difference = NoiseReading(
            waitSeconds: max(0, waitSeconds - earlier.waitSeconds),
            stealSeconds: max(0, stealSeconds - earlier.stealSeconds), quotaCPUs: quotaCPUs,
            periods: max(0, periods - earlier.periods),
            throttledPeriods: max(0, throttledPeriods - earlier.throttledPeriods),
            throttledSeconds: max(0, throttledSeconds - earlier.throttledSeconds))
        return difference == NoiseReading() ? nil : difference
    }
}
