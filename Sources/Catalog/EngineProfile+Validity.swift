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
