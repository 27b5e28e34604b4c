import Statistics

extension EngineProfile {
    /// The same on a machine that it was not fitted on: kernels of the engine and of the probe gain differently from
    /// another core's width, caches and instruction sets, all formats together and each alone.
    package var elsewhere: EngineProfile {
        let known = parameters.map(Parameter.init)
        let widened = belief.covariance.enumerated().map { row, values in
            values.enumerated().map { column, value in
                guard let own = known[row], let other = known[column] else { return value }
                let common = own.isAlike(other) ? own.commonElsewhere * other.commonElsewhere : 0
                return value + common + (row == column ? own.ownElsewhere * own.ownElsewhere : 0)
            }
        }
        return EngineProfile(
            name: name, source: source, parameters: parameters,
            belief: Belief(mean: belief.mean, covariance: widened), noise: noise, leaveOneOutError: leaveOneOutError,
            trainedOn: trainedOn)
    }
}

extension EngineProfile.Parameter {
    /// A standard deviation of logarithms, of all formats together. A judgement: the profile that comes with the
    /// program is of one machine, and nobody has measured more.
    fileprivate var commonElsewhere: Double {
        switch self {
        case .generation: 0.12
        case .prompt: 0.2
        default: 0
        }
    }

    /// Likewise, of each alone.
    fileprivate var ownElsewhere: Double {
        switch self {
        case .generation: 0.08
        case .prompt: 0.12
        case .layer, .token, .promptElement, .barriers: 0.4
        case .attention, .promptAttention, .expertPrompt: 0.25
        }
    }
}
