import Statistics

extension EngineProfile {
    /// The same where the loops that ratios are to are known no better than that: a standard deviation of logarithms that
    /// all formats of generation have in common, and all of prompts.
    package func doubting(_ deviation: Double) -> EngineProfile {
        guard deviation > 0 else { return self }
        let known = parameters.map(Parameter.init)
        let covariance = belief.covariance.enumerated().map { row, values in
            values.enumerated().map { column, value in
                guard let own = known[row], let other = known[column], own.isAlike(other) else { return value }
                return value + deviation * deviation
            }
        }
        return EngineProfile(
            name: name, source: source, parameters: parameters,
            belief: Belief(mean: belief.mean, covariance: covariance), noise: noise,
            leaveOneOutError: leaveOneOutError, trainedOn: trainedOn, footing: footing)
    }
}
