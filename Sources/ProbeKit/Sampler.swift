import Records
import Statistics

/// Repeats measured pieces of work, in turns, until their medians are known well enough or the time is used up.
package struct Sampler: Sendable {
    /// A median is known when half its interval's width is below this share of it.
    package var target = 0.01
    /// Samples taken before the interval is trusted.
    package var minimum = 15
    /// Turns taken before the interval is trusted: what changes slowly is seen only by coming back.
    package var minimumTurns = 3
    /// Samples of a turn: enough that the checks between turns take less time than the samples.
    package var samplesPerTurn = 8
    /// The most samples kept, so that a record stays readable; at 10 ms a sample, nearly a minute of one quantity.
    package var maximum = 5000

    package init(quick: Bool) {
        guard quick else { return }
        target = 0.02
        minimum = 8
        samplesPerTurn = 4
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

    /// Takes a turn's samples, after one repetition that is dropped: it meets cold caches and a rising clock.
    /// - Parameters:
    ///   - deadline: one sample is taken even if it has passed, so that what was begun has a figure.
    ///   - watch: reads what keeps the measuring threads from running, and what was taken from them.
    package func takeTurn(
        _ series: inout SampleSeries, until deadline: ContinuousClock.Instant, watch: TurnWatch,
        _ work: () throws -> Repetition
    ) rethrows {
        // What fails for want of a CPU that was taken away fails for that.
        defer { series.takenAway = watch.takenAway() ?? series.takenAway }
        _ = try work()
        var counters = watch.noise()
        var taken = 0
        repeat {
            let repetition = try work()
            let now = watch.noise()
            series.samples.append(
                Sample(value: repetition.value, seconds: repetition.seconds, noise: now.since(counters)))
            counters = now
            taken += 1
        } while taken < samplesPerTurn && ContinuousClock.now < deadline
        series.turns += 1
        series.stopped = stopReason(series)
    }

    /// Why no more turns are needed; nil where they are.
    private func stopReason(_ series: SampleSeries) -> StopReason? {
        if series.samples.count >= maximum { return .count }
        guard series.turns >= minimumTurns, series.samples.count >= minimum,
            let summary = Summary(of: series.samples.map(\.value), better: .largest)
        else { return nil }
        return summary.confidence >= 0.95 && summary.relativeHalfWidth < target ? .interval : nil
    }
}

/// The samples of one quantity, taken in turns with others.
package struct SampleSeries: Sendable {
    /// In the order they were taken.
    package var samples: [Sample] = []
    /// Turns taken.
    package var turns = 0
    /// Why sampling ended; nil while it may go on.
    package var stopped: StopReason?
    /// What was taken from the measuring threads in a turn; nil where nothing was. Its samples are not told apart from
    /// those before.
    package var takenAway: TakenAway?

    package init() {}

    /// Whether no more turns are needed, or possible.
    package var isDone: Bool { stopped != nil || takenAway != nil }

    /// What the samples say.
    /// - Parameter ending: why sampling ended where the samples themselves do not say.
    package func measurement(
        _ quantity: String, unit: String, labels: [String: String], ending: StopReason, better: BetterEnd
    ) -> Measurement {
        if let takenAway { return Measurement(quantity, unit: unit, labels: labels, takenAway: takenAway) }
        return Measurement(
            quantity, unit: unit, labels: labels, samples: samples, stopped: stopped ?? ending, better: better)
    }
}
