import Catalog
import Statistics

/// Engines on several machines, of several builds: what they have in common, and how far one is from another. A new
/// machine or build is one more of them.
///
/// Each build on a machine has parameters of its own, drawn from a Gaussian whose mean and covariance are fitted to all
/// (empirical Bayes, by expectation and maximization). The covariance is described by a few variances: for each kind of
/// parameter what all of the kind have together, and what each has alone.
package struct Population: Sendable {
    private let parameters: [EngineProfile.Parameter]
    private let hyper: (mean: [Double], covariance: SymmetricMatrix)

    package init() {
        parameters = EngineProfile.Parameter.all
        let uninformed = EngineProfile.uninformed
        // What is known of the mean beforehand: as little as of one engine.
        hyper = (uninformed.belief.mean, SymmetricMatrix(uninformed.belief.covariance))
    }

    /// What one build on one machine was measured to do.
    package struct Member: Sendable {
        package let machine: String
        /// Told by all that was measured, with nothing known beforehand but `EngineProfile.uninformed`.
        package let profile: EngineProfile
        /// How sure the loops are that its ratios are to, as a standard deviation of logarithms: where others stand in
        /// for them, it tells that much less. Half of the square all formats of a phase have in common.
        package let doubt: Double

        package init(machine: String, profile: EngineProfile, doubt: Double = 0) {
            self.machine = machine
            self.profile = profile
            self.doubt = doubt
        }
    }

    /// The belief about a machine and a build that are not among the members.
    /// - Returns: nil of no member, or where their parameters are not those of `EngineProfile`.
    package func profile(of members: [Member], name: String, source: String) -> EngineProfile? {
        let names = parameters.map(\.name)
        guard !members.isEmpty, members.allSatisfy({ $0.profile.parameters == names }),
            let prior = hyper.covariance.inverse
        else { return nil }
        let seen = members.compactMap { member in
            Likelihood(member.profile.belief, prior: prior, mean: hyper.mean).flatMap { likelihood in
                member.doubt > 0 ? likelihood.doubting(doubts(member.doubt)) : likelihood
            }
        }
        guard seen.count == members.count else { return nil }
        let machines = Dictionary(grouping: members, by: \.machine).mapValues(\.count)
        // Builds on one machine share its core: they count for as many as the root of their number.
        let weights = members.map { 1 / Double(machines[$0.machine] ?? 1).squareRoot() }
        var spread = Spread.usual
        var mean = hyper.mean
        var doubt = hyper.covariance
        for _ in 0..<Self.rounds {
            guard let within = spread.covariance(parameters).inverse else { return nil }
            guard let (next, unsure) = Self.mean(seen, weights, within: within, prior: prior, priorMean: hyper.mean)
            else { return nil }
            (mean, doubt) = (next, unsure)
            let moments = seen.compactMap { $0.moment(within: within, mean: mean) }
            guard moments.count == seen.count else { return nil }
            spread = Spread(moments, weights, parameters)
        }
        // As many machines as there are, and the mean is theirs: a new one is further from it than they are.
        let count = Double(machines.count)
        let covariance = spread.covariance(parameters) * (1 + 1 / count) + doubt
        let noise = zip(members, weights).reduce(0) { $0 + $1.0.profile.noise * $1.0.profile.noise * $1.1 }
        let trained = members.flatMap(\.profile.trainedOn).reduce(into: [String]()) {
            if !$0.contains($1) { $0.append($1) }
        }
        let footings = members.compactMap(\.profile.footing)
        return EngineProfile(
            name: name, source: source, parameters: names,
            belief: Belief(mean: mean, covariance: covariance.rows),
            noise: (noise / weights.reduce(0, +)).squareRoot(), trainedOn: trained.sorted(),
            footing: .init(
                cores: Set(footings.flatMap(\.cores)).sorted(), shapes: Set(footings.flatMap(\.shapes)).sorted()))
    }

    private static let rounds = 30

    /// The covariance of the errors that stand-ins bring.
    private func doubts(_ deviation: Double) -> SymmetricMatrix {
        SymmetricMatrix(
            parameters.indices.map { row in
                parameters.indices.map { column in
                    let isFormat = parameters[row].isAlike(parameters[column])
                    if row == column { return isFormat ? deviation * deviation : Self.hardly }
                    return isFormat ? deviation * deviation / 2 : 0
                }
            })
    }

    /// So that the matrix has an inverse.
    private static let hardly = 1e-6

    /// The members' mean, and how sure it is: each tells as much as it knows, and as members are alike.
    private static func mean(
        _ seen: [Likelihood], _ weights: [Double], within: SymmetricMatrix, prior: SymmetricMatrix,
        priorMean: [Double]
    ) -> (mean: [Double], doubt: SymmetricMatrix)? {
        var precision = prior
        var sum = prior * priorMean
        for (member, weight) in zip(seen, weights) {
            guard let posterior = (within + member.precision).inverse else { return nil }
            // (Σ + Λ⁻¹)⁻¹ = Σ⁻¹ − Σ⁻¹ (Σ⁻¹ + Λ)⁻¹ Σ⁻¹, and the vector likewise.
            let through = within.times(posterior)
            precision = precision + (within - through.times(within)) * weight
            let pulled = through.times(member.information)
            sum = zip(sum, pulled).map { $0 + weight * $1 }
        }
        guard let doubt = precision.inverse else { return nil }
        return (doubt * sum, doubt)
    }
}

/// What rows say of parameters, whatever was known before: a Gaussian's precision, and that times its mean.
private struct Likelihood: Sendable {
    let precision: SymmetricMatrix
    let information: [Double]

    private init(precision: SymmetricMatrix, information: [Double]) {
        self.precision = precision
        self.information = information
    }

    /// The same where the parameters were those of loops that are known no better than that: (Λ⁻¹ + D)⁻¹.
    func doubting(_ doubts: SymmetricMatrix) -> Likelihood? {
        guard let inverse = doubts.inverse, let through = (inverse + precision).inverse else { return nil }
        let gain = precision.times(through)
        return Likelihood(
            precision: precision - gain.times(precision),
            information: zip(information, gain.times(information)).map(-))
    }

    /// A belief that began with a prior, less that; nil where it is none.
    init?(_ belief: Belief, prior: SymmetricMatrix, mean: [Double]) {
        guard let own = SymmetricMatrix(belief.covariance).inverse else { return nil }
        precision = own - prior
        information = zip(own * belief.mean, prior * mean).map(-)
    }

    /// The expected square of the distance from the mean, given what was seen.
    func moment(within: SymmetricMatrix, mean: [Double]) -> SymmetricMatrix? {
        guard let covariance = (within + precision).inverse else { return nil }
        let own = covariance * zip(within * mean, information).map(+)
        let distance = zip(own, mean).map(-)
        return covariance + SymmetricMatrix(distance.map { row in distance.map { row * $0 } })
    }
}

/// How far members are from one another: variances of each kind of parameter, in common and of each alone.
private struct Spread {
    private var common: [Kind: Double]
    private var own: [Kind: Double]

    /// Parameters that vary alike.
    private enum Kind: CaseIterable {
        case generation, prompt, shape, overhead, other
    }

    /// What is thought before members tell: 8 % in common and 8 % alone, as engines' functions scatter about loops of
    /// their shape where both are timed by themselves; of overheads 30 %.
    static let usual = Spread(
        common: [.generation: 0.08 * 0.08, .prompt: 0.08 * 0.08],
        own: [
            .generation: 0.08 * 0.08, .prompt: 0.08 * 0.08, .shape: 0.05 * 0.05, .overhead: 0.3 * 0.3,
            .other: 0.25 * 0.25,
        ])

    private init(common: [Kind: Double], own: [Kind: Double]) {
        (self.common, self.own) = (common, own)
    }

    /// The averages of the members' moments, of which what is thought beforehand counts as one more.
    init(_ moments: [SymmetricMatrix], _ weights: [Double], _ parameters: [EngineProfile.Parameter]) {
        self = .usual
        let total = weights.reduce(0, +)
        let average = zip(moments, weights).map { $0 * ($1 / total) }.reduce(
            SymmetricMatrix(diagonal: parameters.map { _ in 0 }), +)
        for kind in Kind.allCases {
            let places = parameters.indices.filter { Self.kind(parameters[$0]) == kind }
            let diagonal = places.reduce(0) { $0 + average.rows[$1][$1] } / Double(max(1, places.count))
            let pairs = places.flatMap { one in places.filter { $0 != one }.map { average.rows[one][$0] } }
            let together = common[kind] == nil ? 0 : max(0, pairs.reduce(0, +) / Double(max(1, pairs.count)))
            common[kind] = common[kind].map { ($0 + total * together) / (1 + total) }
            own[kind] = own[kind].map { ($0 + total * max(Self.least, diagonal - together)) / (1 + total) }
        }
    }

    /// 2 %: nothing is nearer.
    private static let least = 0.02 * 0.02

    func covariance(_ parameters: [EngineProfile.Parameter]) -> SymmetricMatrix {
        let kinds = parameters.map(Self.kind)
        return SymmetricMatrix(
            kinds.indices.map { row in
                kinds.indices.map { column in
                    guard kinds[row] == kinds[column] else { return 0 }
                    return (common[kinds[row]] ?? 0) + (row == column ? own[kinds[row]] ?? 0 : 0)
                }
            })
    }

    private static func kind(_ parameter: EngineProfile.Parameter) -> Kind {
        switch parameter {
        case .generation: .generation
        case .prompt: .prompt
        case .generationShape, .promptShape: .shape
        case .layer, .token, .promptElement, .barriers: .overhead
        case .expertPrompt, .attention, .promptAttention: .other
        }
    }
}

extension SymmetricMatrix {
    /// A product, which need not be symmetric itself.
    fileprivate func times(_ other: SymmetricMatrix) -> SymmetricMatrix {
        SymmetricMatrix(
            rows.map { row in
                (0..<count).map { column in
                    (0..<count).reduce(0) { $0 + row[$1] * other.rows[$1][column] }
                }
            })
    }

    fileprivate func times(_ vector: [Double]) -> [Double] { self * vector }
}
