import Glibc
import Statistics

extension EngineProfile {
    /// What can be said of an engine before anything of it was measured: it does about what the probe's loops do, give
    /// or take a factor; fits begin here.
    package static var uninformed: EngineProfile {
        let parameters = Parameter.all
        let mean = parameters.map { log($0.guess) }
        let covariance = parameters.map { row in
            parameters.map { column in
                if row == column { return row.own * row.own + row.common * row.common }
                return row.isAlike(column) ? row.common * column.common : 0
            }
        }
        return EngineProfile(
            name: "uninformed", source: "no measurement", parameters: parameters.map(\.name),
            belief: Belief(mean: mean, covariance: covariance), noise: 0.1)
    }
}

extension EngineProfile.Parameter {
    /// The usual value.
    fileprivate var guess: Double {
        switch self {
        case .generation, .prompt: 0.9
        case .generationShape, .promptShape: 1
        case .expertPrompt, .attention: 0.7
        case .promptAttention: 0.3
        case .layer: 20e-6
        case .token: 200e-6
        case .promptElement: 5e-6
        case .barriers: 20
        }
    }

    /// How far the parameter alone may be from it, as a standard deviation of logarithms.
    fileprivate var own: Double {
        switch self {
        case .generation, .prompt: 0.1
        case .generationShape, .promptShape: 0.1
        case .barriers: 0.5
        case .expertPrompt, .attention, .promptAttention: 0.5
        case .layer, .token, .promptElement: 1
        }
    }

    /// How far all formats together may be, likewise: compilers and instruction sets move them all.
    fileprivate var common: Double {
        switch self {
        case .generation, .prompt: 0.15
        default: 0
        }
    }

    /// Whether both are of formats, which compilers and instruction sets move together.
    package func isAlike(_ other: Self) -> Bool {
        switch (self, other) {
        case (.generation, .generation), (.prompt, .prompt): true
        default: false
        }
    }
}
