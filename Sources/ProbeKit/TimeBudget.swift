/// Time for a number of quantities that are measured in turns until each is known.
package struct TimeBudget {
    package let deadline: ContinuousClock.Instant
    /// From now on, in seconds.
    package let seconds: Double

    /// - Parameter began: when the work began that the time is for. What was used up before now counts, but a quarter
    ///   is always left for measuring: a machine with terabytes takes long to set up.
    package init(seconds: Double, from began: ContinuousClock.Instant = .now) {
        let now = ContinuousClock.now
        deadline = max(began + .seconds(seconds), now + .seconds(seconds / 4))
        self.seconds = (deadline - now) / .seconds(1)
    }

    /// The time a measuring program takes where it was not told: its own, and a third of a second for each further pair
    /// of nodes, up to five times its own.
    package static func standard(_ seconds: Double, nodePairs: Int) -> Double {
        min(5 * seconds, seconds + 0.35 * Double(max(0, nodePairs - 1)))
    }

    /// The same by the number of figures: in proportion, where there are more than so many.
    package static func standard(_ seconds: Double, figures: Int, usual: Int) -> Double {
        min(5, max(1, Double(figures) / Double(max(1, usual)))) * seconds
    }

    /// Whether the time is used up.
    package var isOver: Bool { ContinuousClock.now >= deadline }

    /// When a part of the work must end that may have so much of what is left: 0.5 is half.
    package func deadline(share: Double) -> ContinuousClock.Instant { .now + .seconds(secondsLeft * share) }

    /// When a part of the work must end that leaves so much of the whole time to others: 0.1 is a tenth.
    package func deadline(leaving share: Double) -> ContinuousClock.Instant { deadline - .seconds(seconds * share) }

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
