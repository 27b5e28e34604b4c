import Catalog
import Glibc
import Quantities
import Statistics
import Tables
import TokenModel

extension ProfileFit {
    /// What the fit changed: each figure of the profile before and after, those of the measured formats first.
    package var changes: Table {
        let types = residuals.flatMap { $0.run.demand.matrices.map(\.type) }
            .reduce(into: [TensorType]()) { if !$0.contains($1) { $0.append($1) } }
        let formats = types.sorted { $0.rawValue < $1.rawValue }
            .flatMap { [EngineProfile.Parameter.generation($0), .prompt($0)] }
        let shapes = EngineProfile.Parameter.all.filter { $0.isOfShape }
        let others: [EngineProfile.Parameter] = [
            .expertPrompt, .attention, .promptAttention, .layer, .token, .promptElement, .barriers,
        ]
        return Table(
            [.init("Of the engine"), .init("Before", .right), .init("After", .right), .init("90 % interval")],
            rows: (formats + shapes + others).compactMap(change))
    }

    /// Nil of what neither profile knows, and of what no row told anything of.
    private func change(_ parameter: EngineProfile.Parameter) -> [String]? {
        guard let before = prior.figure(parameter), let after = profile.figure(parameter),
            before.mean != after.mean || before.deviation != after.deviation
        else { return nil }
        let text = { parameter.text(exp($0)) }
        let ends = [-1.645, 1.645].map { text(after.mean + $0 * after.deviation) }
        return [parameter.label, text(before.mean), text(after.mean), ends.joined(separator: " – ")]
    }

    /// How well it fits, in a sentence each.
    package var quality: [String] {
        let count = "\(residuals.count) row\(residuals.count == 1 ? "" : "s")"
        let fit = medianResidual.map {
            "Fitted to \(count), \(($0 * 100).significant(2)) % off in the median; single figures scatter by "
                + "\((profile.noise * 100).significant(2)) %."
        }
        let left = profile.leaveOneOutError.map {
            "Each model predicted by a fit to the others (leave one out): \(($0 * 100).significant(2)) % off in the "
                + "median."
        }
        return [fit, left ?? "One model in one format alone cannot be left out to see how others are predicted."]
            .compactMap(\.self)
    }
}

extension ProfileFit {
    /// The probe's loops are written to be fast: no engine's on the same CPU do several times as much.
    private static let mostOverProbe = 4.0

    /// The first figure of the fit that no engine on this CPU can have; nil where all are possible.
    package var impossibleFigure: String? {
        for residual in residuals {
            for type in residual.run.demand.matrices.map(\.type) {
                let parameter: EngineProfile.Parameter =
                    residual.run.phase == .generation ? .generation(type) : .prompt(type)
                guard let figure = profile.figure(parameter), exp(figure.mean) > Self.mostOverProbe else { continue }
                return
                    "\(residual.run.name) makes \(parameter.label) \(exp(figure.mean).significant(3)), and no engine "
                    + "on the same CPU does over \(Self.mostOverProbe.significant(1)) times as much"
            }
        }
        return nil
    }
}

extension EngineProfile {
    /// A parameter's mean and standard deviation, both of logarithms.
    fileprivate func figure(_ parameter: Parameter) -> (mean: Double, deviation: Double)? {
        parameters.firstIndex(of: parameter.name).map { place in
            (belief.mean[place], max(0, belief.covariance[place][place]).squareRoot())
        }
    }
}

extension EngineProfile.Parameter {
    fileprivate var label: String {
        switch self {
        case .generation(let type): "generation in \(type.name), of the probe's rate"
        case .prompt(let type): "prompt in \(type.name), of the probe's rate"
        case .generationShape(let shape): "generation through \(shape.text), of the probe's loop"
        case .promptShape(let shape): "prompt through \(shape.text), of the probe's loop"
        case .expertPrompt: "prompt of a mixture, of a dense model's rate"
        case .attention: "attention of generation, of the probe's rate"
        case .promptAttention: "attention of a prompt, of the FP32 rate"
        case .layer: "a layer beyond its products"
        case .token: "a token beyond its layers"
        case .promptElement: "a prompt's token, each layer and 1000 numbers"
        case .barriers: "barriers of a layer"
        }
    }

    fileprivate func text(_ value: Double) -> String {
        switch self {
        case .layer, .token, .promptElement: "\((value * 1e6).significant(3)) µs"
        default: value.significant(3)
        }
    }
}
