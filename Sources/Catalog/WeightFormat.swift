/// How weights are stored: a block format, or a file mix of several.
package struct WeightFormat: Decodable, Hashable, Sendable {
    package let name: String
    package let kind: Kind
    /// Bits for a weight; of a mix, the average over the models named in the source.
    package let bitsPerWeight: Double
    package let source: String

    /// Whether all weights have one format.
    package enum Kind: String, Decodable, Sendable {
        case block
        case mix
    }
}
