import Machine
import ProbeKit
import Records
import Workloads

extension SampledFigure {
    /// The rate of a workload on some threads, which live for one turn.
    convenience init(_ run: WorkloadRun, labels: [String: String]) {
        self.init(SMTCell.quantity, unit: run.unit, labels: [labels]) {
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

extension Workload {
    /// Shares of the time, where all together need more than there is.
    var weight: Double { self == .fma ? 0.5 : 1 }

    /// About how long a figure takes where its samples agree: three turns, with what prepares and checks each.
    var secondsOfCell: Double {
        switch self {
        case .fma: 0.1
        case .read: 0.3
        case .triad, .loads, .dot: 0.6
        }
    }
}
