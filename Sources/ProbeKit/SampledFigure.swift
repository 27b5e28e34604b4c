import Records
import Statistics

/// One figure of a run, how a sample of it is taken, and its samples so far.
package final class SampledFigure {
    private let quantity: String
    private let unit: String
    /// What the figure is of; several, where one measurement stands for all of them.
    package let labels: [[String: String]]
    private var series = SampleSeries()
    /// Why it cannot be measured; nil where it can.
    private var obstacle: String?
    private let turn: Turn?

    /// Prepares a turn.
    package typealias Turn = () throws -> Sampling

    /// How the samples of one turn are taken.
    package struct Sampling {
        let watch: TurnWatch
        let sample: () -> Sampler.Repetition
        let check: () throws -> Void

        /// - Parameters:
        ///   - watch: sees what happens to the measuring threads.
        ///   - sample: takes one sample.
        ///   - check: throws where the last sample's result is wrong.
        package init(
            watch: TurnWatch, sample: @escaping () -> Sampler.Repetition, check: @escaping () throws -> Void
        ) {
            self.watch = watch
            self.sample = sample
            self.check = check
        }
    }

    /// A figure whose samples are rates.
    package init(_ quantity: String, unit: String, labels: [[String: String]], turn: @escaping Turn) {
        self.quantity = quantity
        self.unit = unit
        self.labels = labels
        self.turn = turn
        obstacle = nil
    }

    /// A figure that cannot be taken, and why.
    package init(_ quantity: String, unit: String, labels: [[String: String]], notMeasured reason: String) {
        self.quantity = quantity
        self.unit = unit
        self.labels = labels
        turn = nil
        obstacle = reason
    }

    /// Whether no more turns are needed, or possible.
    package var isDone: Bool { obstacle != nil || series.isDone }

    /// Takes one turn of samples. What cannot be done here, such as a thread that cannot be started, is an obstacle.
    /// - Throws: `Failure` where what was measured came out wrong.
    package func takeTurn(_ sampler: Sampler, until deadline: ContinuousClock.Instant) throws {
        guard let turn else { return }
        do {
            let sampling = try turn()
            sampler.takeTurn(&series, until: deadline, watch: sampling.watch) { sampling.sample() }
            try sampling.check()
        } catch let failure as Failure where failure.status == .unavailable {
            series.takenAway = series.takenAway ?? failure.takenAway
            obstacle = failure.cause
        }
    }

    /// One measurement for each of the labels.
    /// - Parameter ending: why sampling ended where the samples themselves do not say.
    package func measurements(ending: StopReason) -> [Measurement] {
        labels.map { labels in
            if let obstacle, series.takenAway == nil {
                return Measurement(quantity, unit: unit, labels: labels, notMeasured: obstacle)
            }
            return series.measurement(quantity, unit: unit, labels: labels, ending: ending, better: .largest)
        }
    }
}
