import Statistics

extension EngineProfile {
    /// Whether the belief has a mean and a row of covariances for each parameter, and only numbers that may be: a file
    /// may have been damaged or made by hand.
    package var isPossible: Bool {
        let count = parameters.count
        // e¹⁰⁰ is beyond any factor and any time.
        let possible = { (value: Double) in value.magnitude <= 100 }
        return belief.mean.count == count && belief.covariance.count == count
            && belief.covariance.allSatisfy { $0.count == count && $0.allSatisfy(possible) }
            && belief.mean.allSatisfy(possible) && (0...10).contains(noise)
    }
}

extension EngineProfile {
    /// The same, with some parameters known at least so well, as standard deviations of logarithms.
    package func knowing(_ limits: [Parameter: Double]) -> EngineProfile {
        let factors = parameters.indices.map { place -> Double in
            guard let parameter = Parameter(parameters[place]), let limit = limits[parameter] else { return 1 }
            return min(1, limit / max(limit, belief.covariance[place][place].squareRoot()))
        }
        let covariance = belief.covariance.enumerated().map { row, values in
            values.enumerated().map { column, value in value * factors[row] * factors[column] }
        }
        return EngineProfile(
            name: name, source: source, parameters: parameters,
            belief: Belief(mean: belief.mean, covariance: covariance), noise: noise, leaveOneOutError: leaveOneOutError,
            trainedOn: trainedOn, footing: footing, leftOut: leftOut)
    }
}
