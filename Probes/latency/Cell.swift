import Machine
import ProbeKit
import Quantities
import Records
import Statistics

/// One latency, how a sample of it is taken, and its samples so far.
final class Cell {
    let kind: LatencyCell.Kind
    private(set) var labels: [String: String]
    private(set) var series = SampleSeries()
    /// Why it cannot be measured; nil where it can.
    private var obstacle: String?
    /// Takes one turn.
    private let turn: Turn?
    /// What the other cores streamed during each sample, in GB/s; empty where none did.
    private var loads: [Double] = []

    /// Prepares a turn, and gives what takes one sample and what counts its disturbances.
    typealias Turn = () throws -> Sampling

    /// How the samples of one turn are taken.
    struct Sampling {
        let watch: TurnWatch
        /// Nanoseconds, the seconds the sample took, and what other cores streamed meanwhile in GB/s.
        let sample: () throws -> (nanoseconds: Double, seconds: Double, load: Double?)
    }

    init(_ kind: LatencyCell.Kind, _ labels: [String: String], turn: @escaping Turn) {
        self.kind = kind
        self.labels = labels.merging(["kind": kind.rawValue]) { $1 }
        self.turn = turn
        obstacle = nil
    }

    init(_ kind: LatencyCell.Kind, _ labels: [String: String], notMeasured reason: String) {
        self.kind = kind
        self.labels = labels.merging(["kind": kind.rawValue]) { $1 }
        turn = nil
        obstacle = reason
    }

    var isDone: Bool { obstacle != nil || series.isDone }

    /// Takes one turn of samples. What cannot be done here, such as a CPU that does not answer, is an obstacle.
    /// - Throws: `Failure` where what was measured came out wrong.
    func takeTurn(_ sampler: Sampler, until deadline: ContinuousClock.Instant) throws {
        do {
            try sample(sampler, until: deadline)
        } catch let failure as Failure where failure.status == .unavailable {
            series.takenAway = series.takenAway ?? failure.takenAway
            obstacle = failure.cause
        }
    }

    private func sample(_ sampler: Sampler, until deadline: ContinuousClock.Instant) throws {
        guard let turn else { return }
        let sampling = try turn()
        var loads: [Double] = []
        try sampler.takeTurn(&series, until: deadline, watch: sampling.watch) {
            let sample = try sampling.sample()
            if let load = sample.load { loads.append(load) }
            return Sampler.Repetition(value: sample.nanoseconds, seconds: sample.seconds)
        }
        // The first repetition of a turn is no sample.
        self.loads += loads.dropFirst()
        if let load = self.loads.median { labels["load_gb_s"] = load.fixed(3) }
    }

    /// - Parameter ending: why sampling ended where the samples themselves do not say.
    func measurement(ending: StopReason) -> Measurement {
        if let obstacle, series.takenAway == nil {
            return Measurement("latency", unit: "ns", labels: labels, notMeasured: obstacle)
        }
        return series.measurement("latency", unit: "ns", labels: labels, ending: ending, better: .smallest)
    }
}
