import Quantities

/// A language model's shape.
package struct LanguageModel: Decodable, Hashable, Sendable {
    package let name: String
    /// Transformer blocks.
    package let layers: Int
    /// Width of the residual stream.
    package let embedding: Int
    /// Query heads of each layer, and the width of one; nil where the source does not tell.
    package let heads: Int?
    package let headDimension: Int?
    /// Heads of keys and values, and the inner width of the feed-forward part (of one expert); nil likewise.
    package let kvHeads: Int?
    package let feedForward: Int?
    /// Whether the feed-forward part has a gate matrix.
    package let gatedFeedForward: Bool
    /// Whether the output matrix is the table of embeddings.
    package let tiedEmbeddings: Bool
    /// Words of the output matrix.
    package let vocabulary: Int
    /// All weights, and those multiplied for one generated token (the active experts only), in 10⁹.
    package let parametersBillion: Double
    package let activeParametersBillion: Double
    /// Experts in each mixture, and those used for a token; 0 in a dense model.
    package let experts: Int
    package let activeExperts: Int
    /// Keys and values of one token in F16, in KiB, where heads do not tell (latent attention); nil likewise.
    package let kvF16KiBPerToken: Double?
    /// Tokens that attention reaches back at most in windowed layers; nil where no layer is.
    package let window: Int?
    /// Each so many-th layer sees the whole context; nil where all layers are windowed.
    package let fullAttentionEvery: Int?
    /// The name llama.cpp knows the architecture by.
    package let architecture: String
    /// Where the facts come from; "memory" means that nobody has checked them against a document.
    package let source: String
}

extension LanguageModel {
    /// Whether each token uses only some of the weights.
    package var isMixtureOfExperts: Bool { experts > 0 }

    /// Whether the facts were taken from a document.
    package var isChecked: Bool { !source.contains("memory") }

    /// The size of a file of all weights without its header: tensor by tensor by llama.cpp's rules where the model's
    /// tensors and the rules for the format are known, else from the format's average bits for a weight.
    package func fileSize(_ format: WeightFormat) -> ByteCount {
        exactBytes(format)?.fileSize ?? ByteCount(Int(parametersBillion * 1e9 * format.bitsPerWeight / 8))
    }

    /// Bytes of weights read to generate one token; where the tensors are not known, the whole file, or the active
    /// experts' part of it.
    package func bytesPerToken(_ format: WeightFormat) -> ByteCount {
        if let exact = exactBytes(format) { return exact.bytesPerToken }
        guard isMixtureOfExperts else { return fileSize(format) }
        return ByteCount(Int(activeParametersBillion * 1e9 * format.bitsPerWeight / 8))
    }

    private func exactBytes(_ format: WeightFormat) -> WeightBytes? {
        FileMix(rawValue: format.name).flatMap(weightBytes)
    }
}
