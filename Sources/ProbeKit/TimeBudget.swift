/// Time for a number of quantities that are measured in turns until each is known.
package struct TimeBudget {
    package let deadline: ContinuousClock.Instant
    private let began: ContinuousClock.Instant
    private let seconds: Double

    package init(seconds: Double) {
        began = .now
        deadline = began + .seconds(seconds)
        self.seconds = seconds
    }

    /// Whether the time is used up.
    package var isOver: Bool { ContinuousClock.now >= deadline }

    /// What is left, in seconds.
    private var secondsLeft: Double { max(0, (deadline - .now) / .seconds(1)) }

    /// How far the work is, for a person who waits.
    /// - Parameter known: the share of the quantities that need no more turns.
    package func progress(known: Double, activity: String) -> ProgressReport {
        let used = 1 - secondsLeft / seconds
        let fraction = max(known, used)
        // At the pace at which quantities have become known, and never beyond the deadline.
        let atPace = known > 0 ? (seconds - secondsLeft) * (1 - known) / known : secondsLeft
        return ProgressReport(fraction: fraction, secondsLeft: min(secondsLeft, atPace), activity: activity)
    }
}
