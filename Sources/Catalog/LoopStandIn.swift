import CCatalogData
import FoundationEssentials

/// What an engine's loops do over the best loops of an instruction set, for results that have only those: what was
/// measured where both were.
package struct LoopStandIn: Codable, Hashable, Sendable {
    /// That the best loops were written in: "avx2".
    package let set: String
    /// What an engine could use of it.
    package let features: [String]
    /// Matrix × vector with weights in cache, and from memory, by format.
    package let cache: [String: Double]
    package let memory: [String: Double]
    /// Matrix × matrix over the product in the format's number type, by format.
    package let prompt: [String: Double]
    /// How sure they are elsewhere, as a standard deviation of logarithms.
    package let spread: Double
    package let source: String

    /// All that are known.
    /// - Throws: `DecodingError` where the data file is wrong, which the tests rule out.
    package static func builtIn() throws -> [LoopStandIn] {
        try JSONDecoder().decode([LoopStandIn].self, from: Data(ccd_standins()))
    }
}
