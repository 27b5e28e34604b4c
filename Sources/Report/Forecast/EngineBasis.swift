import Catalog
import Quantities
import TokenModel

/// What predictions of an engine's speed rest on.
package struct EngineBasis: Sendable {
    /// Where threads and memory can be; the one to recommend first.
    package let placements: [PlacementRates]
    package let profile: EngineProfile
    /// What is read from storage; nil where it was not measured.
    package let storage: Estimate<Bandwidth>?

    package init(placements: [PlacementRates], profile: EngineProfile, storage: Estimate<Bandwidth>? = nil) {
        self.placements = placements
        self.profile = profile
        self.storage = storage
    }

    /// The same with only some of the placements.
    package func with(_ placements: [PlacementRates]) -> EngineBasis {
        EngineBasis(placements: placements, profile: profile, storage: storage)
    }
}
