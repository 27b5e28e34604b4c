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
