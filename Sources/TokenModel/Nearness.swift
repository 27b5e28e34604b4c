import Catalog

/// How near a prediction is to what its profile was fitted on, in a word.
package enum Nearness: String, CaseIterable, Sendable {
    /// Fitted on this machine.
    case machine = "same machine"
    /// Fitted on another with the same kind of core.
    case core = "same core"
    /// On other cores, whose engines go through loops of the same shapes.
    case path = "same path"
    /// None of these.
    case none
}

extension FittedModel {
    /// How near a model's prediction is to the evidence.
    package func nearness(_ demand: ModelDemand) -> Nearness {
        guard let footing = profile.footing else { return .none }
        if footing.isOfThisMachine { return .machine }
        let known = Set(footing.shapes)
        let types = Set(demand.matrices.map(\.type))
        let isKnown = types.allSatisfy { type in
            guard let shapes = shapes(of: type), let generation = shapes.generation, let prompt = shapes.prompt else {
                return false
            }
            return known.contains(EngineProfile.Parameter.generationShape(generation).name)
                && known.contains(EngineProfile.Parameter.promptShape(prompt).name)
        }
        guard isKnown else { return .none }
        return rates.core.map(footing.cores.contains) == true ? .core : .path
    }
}
