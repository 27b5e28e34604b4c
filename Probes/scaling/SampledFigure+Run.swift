import Machine
import ProbeKit
import Records
import Workloads

extension SampledFigure {
    /// The rate of a workload on some threads. They live for one turn: a large machine has thousands of cells' threads.
    convenience init(_ run: WorkloadRun, labels: [[String: String]]) {
        self.init(ScalingCell.quantity, unit: run.unit, labels: labels) {
            let team = try ThreadTeam(cpus: run.cpus)
            let watch = try TurnWatch(team, memory: run.memory?.nodes ?? IDSet([]))
            run.prepare(on: team)
            return Sampling(
                watch: watch,
                sample: {
                    let sample = run.sample(on: team)
                    return Sampler.Repetition(value: sample.rate, seconds: sample.seconds)
                },
                check: { try run.check(on: team) })
        }
    }
}

extension Sampler {
    /// How well the rates by numbers of threads have to be known.
    /// - Parameter points: how many there are of one workload.
    init(points: Int, quick: Bool) {
        self.init(quick: quick)
        // A round over dozens of cells must leave time for a second one.
        if points > 16 { (target, minimum, minimumTurns, samplesPerTurn) = (0.02, 8, 2, 4) }
    }
}

extension Workload {
    /// Shares of the time, where all together need more than there is.
    var weight: Double { self == .fma ? 0.5 : 1 }

    /// About how long a figure takes where its samples agree: three turns, with what prepares and checks each.
    var secondsOfCell: Double {
        switch self {
        case .fma: 0.1
        case .read, .loads: 0.3
        case .triad, .dot: 0.6
        }
    }
}
