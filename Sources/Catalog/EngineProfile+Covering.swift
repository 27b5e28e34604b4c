import Glibc
import Statistics

extension EngineProfile {
    /// The profile of an engine of which several builds were measured, and one of them, or another, is in use: the
    /// mean, as uncertain as each is, and by as much more as they differ.
    /// - Returns: nil of no profile, or where their parameters are not the same.
    package static func covering(_ profiles: [EngineProfile], name: String, source: String) -> EngineProfile? {
        guard let first = profiles.first, profiles.allSatisfy({ $0.parameters == first.parameters }) else { return nil }
        let count = Double(profiles.count)
        let mean = first.belief.mean.indices.map { index in
            profiles.reduce(0) { $0 + $1.belief.mean[index] } / count
        }
        let deviations = profiles.map { zip($0.belief.mean, mean).map { $0 - $1 } }
        let covariance = mean.indices.map { row in
            mean.indices.map { column in
                let own = profiles.reduce(0) { $0 + $1.belief.covariance[row][column] } / count
                // Of a sample of all builds there are: divided by one less than its size.
                let between = deviations.reduce(0) { $0 + $1[row] * $1[column] } / max(1, count - 1)
                return own + between
            }
        }
        let noise = (profiles.reduce(0) { $0 + $1.noise * $1.noise } / count).squareRoot()
        return EngineProfile(
            name: name, source: source, parameters: first.parameters,
            belief: Belief(mean: mean, covariance: covariance), noise: noise,
            leaveOneOutError: profiles.compactMap(\.leaveOneOutError).max(),
            trainedOn: profiles.flatMap(\.trainedOn).reduce(into: []) { if !$0.contains($1) { $0.append($1) } },
            footing: first.footing)
    }
}
