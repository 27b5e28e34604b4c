import Catalog
import Glibc
import Quantities
import Statistics

/// Rates of a machine and a profile of an engine: what the engine will do on the machine.
package struct FittedModel: Sendable {
    package let rates: PlacementRates
    package let profile: EngineProfile
    /// Of the machine's own kernels, and taken for the engine's.
    package let overlap: Overlap
    /// What streaming through a format's own loop takes over what reading and multiplying together let expect: rows
    /// that end before a prefetcher knows them, blocks that are no whole lines.
    let streaming: [TensorType: Double]
    /// Where each parameter is in the profile.
    let places: [EngineProfile.Parameter: Int]

    package init(rates: PlacementRates, profile: EngineProfile) {
        places = Dictionary(
            profile.parameters.enumerated().compactMap { place, name in
                EngineProfile.Parameter(name).map { ($0, place) }
            }, uniquingKeysWith: { first, _ in first })
        self.rates = rates
        self.profile = profile
        let read = rates.reads.at(Self.outOfCache).median
        let overlap = Overlap.fitted(Array(rates.kernels.values), read: read)
        self.overlap = overlap
        streaming = rates.kernels.compactMapValues { kernel in
            kernel.memory.map { memory in
                let expected = overlap.time(1 / read, 1 / kernel.cache.median)
                return min(Self.mostStreaming, max(1 / Self.mostStreaming, 1 / memory.median / expected))
            }
        }
    }

    /// Beyond that a rate from memory was disturbed.
    private static let mostStreaming = 1.5

    /// A working set beyond every cache.
    private static let outOfCache = 1e12

    /// The seconds of one step that generates a token for each sequence; nil where no kernel was measured.
    package func generationTime(_ demand: ModelDemand, _ scenario: Scenario) -> TokenTime? {
        TimeSum(self, demand, point: profile.belief.mean).generation(scenario)
    }

    /// The seconds until a prompt is processed; nil likewise.
    package func promptTime(_ demand: ModelDemand, _ scenario: Scenario) -> TokenTime? {
        TimeSum(self, demand, point: profile.belief.mean).prompt(scenario)
    }
}

extension FittedModel {
    /// Where a parameter is in the profile; of a format that it does not know, that of the nearest it knows.
    func place(of parameter: EngineProfile.Parameter) -> Int? {
        if let place = places[parameter] { return place }
        switch parameter {
        case .generation(let type):
            return type.nearest { places[.generation($0)] != nil }.flatMap { places[.generation($0)] }
        case .prompt(let type): return type.nearest { places[.prompt($0)] != nil }.flatMap { places[.prompt($0)] }
        default: return nil
        }
    }

    /// The loops that the engine takes with a format, or with the one that stands in for it.
    func shapes(of type: TensorType) -> LoopShapes? {
        type.nearest { rates.kernels[$0] != nil }.flatMap { rates.shapes[$0] }
    }

    /// Formats of a model that were not measured, each with the one whose kernel stands in.
    package func substitutes(_ demand: ModelDemand) -> [TensorType: TensorType] {
        let types = Set(demand.matrices.map(\.type)).filter { rates.kernels[$0] == nil }
        return types.reduce(into: [:]) { found, type in
            found[type] = type.nearest { rates.kernels[$0] != nil }
        }
    }
}
