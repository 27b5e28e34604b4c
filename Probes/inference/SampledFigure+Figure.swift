import Machine
import ProbeKit
import Records
import Workloads

extension SampledFigure {
    /// The rate of a loop on some threads, which live for one turn. The memory is written anew at the beginning of a
    /// turn if it holds another loop's weights.
    convenience init(_ figure: InferencePlan.Figure, on bench: InferenceBench) {
        self.init(InferenceCell.quantity, unit: InferenceCell.unit, labels: [figure.labels]) {
            let team = try ThreadTeam(cpus: figure.place.cpus)
            // No weights are written for threads that may not run.
            try team.takePlaces()
            let run = try bench.run(figure.loop, on: figure.place.cpus)
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

extension InferenceOperation {
    /// Shares of the time, where all together need more than there is: the oracle of attention takes as long as its
    /// samples.
    var weight: Double { self == .attention ? 2 : 1 }

    /// About how long a figure takes where its samples agree: three turns, with what prepares and checks each.
    var secondsOfCell: Double {
        switch self {
        case .matrixVector, .expertGather, .engineGeneration: 0.25
        case .matrixMatrix, .attention, .enginePrompt: 0.3
        }
    }
}
