import Quantities
import Records
import TokenModel

/// What the memory should give, and how that is known.
package enum TheoreticalBandwidth: Hashable, Sendable {
    case known(Bandwidth, provenance: String)
    case unknown(why: String)
}

extension TheoreticalBandwidth {
    /// From what the user gave; else unknown, with the reason: modules alone do not tell which of them share a channel.
    package init(given: GivenFacts, modules: MemoryModules?) {
        if let text = given.memory, let population = MemoryPopulation(parsing: text) {
            self = .known(population.bandwidth, provenance: "given by you: \(text)")
        } else if let modules, modules.toldByHypervisor {
            self = .unknown(
                why: "the hypervisor tells which modules there are, and may have invented them; give it with --memory")
        } else if let modules, !modules.modules.isEmpty {
            self = .unknown(why: "the modules were read, but not which of them share a channel; give it with --memory")
        } else {
            let why = modules?.unknown ?? "the topology was not recorded"
            self = .unknown(
                why: why.contains("--memory") ? why : "\(why); give it with --memory to probe all or probe report")
        }
    }
}
