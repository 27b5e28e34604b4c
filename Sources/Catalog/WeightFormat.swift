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

extension WeightFormat {
    /// The type of most matrices: the one it is named after ("Q4_K" of Q4_K_M), else the one with the nearest bits.
    package var usualType: TensorType {
        let named = TensorType.allCases.filter { name.hasPrefix($0.name) }.max { $0.name.count < $1.name.count }
        return named ?? TensorType.allCases.min { distance($0) < distance($1) } ?? .q4_k
    }

    private func distance(_ type: TensorType) -> Double {
        (Double(type.blockBytes * 8) / Double(type.blockWeights) - bitsPerWeight).magnitude
    }
}
