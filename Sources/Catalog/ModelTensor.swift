/// A matrix or vector of a model, by the name that GGUF files give it.
package struct ModelTensor: Hashable, Sendable {
    /// The transformer block it belongs to; nil where it belongs to none.
    package let layer: Int?
    /// The name within the block.
    private let part: String
    /// The row's width first, then rows, then experts.
    package let dimensions: [Int]
    /// What it is for, as far as llama.cpp's choice of types and the bytes read for a token depend on it.
    package let role: Role
    /// Whether it holds one of several experts, or all of them.
    package let isExpert: Bool

    package init(_ name: String, _ dimensions: [Int]) {
        let (layer, part) = Self.split(name)
        self.layer = layer
        self.part = part
        self.dimensions = dimensions
        role = Self.role(part, isVector: dimensions.count < 2)
        isExpert = Self.isExpert(part)
    }

    private init(_ tensor: ModelTensor, layer: Int) {
        self.layer = layer
        part = tensor.part
        dimensions = tensor.dimensions
        role = tensor.role
        isExpert = tensor.isExpert
    }
}

extension ModelTensor {
    /// Whether it comes after a layer's attention.
    package var isFeedForward: Bool { part.hasPrefix("ffn_") }

    package var name: String { layer.map { "blk.\($0).\(part)" } ?? part }

    /// Whether it is Gemma 3n's table for all layers, which is never the output matrix.
    package var isPerLayer: Bool { part.hasPrefix("per_layer_") }

    /// How many numbers it has.
    package var weights: Int { dimensions.reduce(1, *) }

    /// The same part of a block.
    func inLayer(_ layer: Int) -> ModelTensor { ModelTensor(self, layer: layer) }

    private static func split(_ name: String) -> (Int?, String) {
        let parts = name.split(separator: ".", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "blk", let layer = Int(parts[1]), layer >= 0, String(layer) == parts[1]
        else { return (nil, name) }
        return (layer, String(parts[2]))
    }

    private static func role(_ part: String, isVector: Bool) -> Role {
        if part.hasSuffix("_norm.weight") || !part.hasSuffix(".weight") { return .small }
        return switch part {
        case "output.weight": .output
        case "token_embd.weight", "per_layer_token_embd.weight": .embedding
        case "position_embd.weight": .position
        case "attn_qkv.weight", "attn_kv_b.weight": .attentionFused
        case "attn_v.weight": .attentionValue
        case "attn_k.weight": .attentionKey
        case "attn_output.weight": .attentionOutput
        case "ffn_gate_inp.weight": .small
        case _ where isVector: .small
        case _ where part.hasPrefix("ffn_down"): .feedForwardDown
        default: .other
        }
    }

    private static func isExpert(_ part: String) -> Bool {
        // "ffn_up_exps.weight"; before April 2024 each expert had its own: "ffn_up.7.weight".
        let parts = part.split(separator: ".")
        guard let first = parts.first, first.hasPrefix("ffn_") else { return false }
        return first.hasSuffix("_exps") || parts.count == 3 && Int(parts[1]) != nil
    }

    package enum Role: Sendable {
        case output
        /// A table of which each token needs one row.
        case embedding
        /// Such a table too, never quantized.
        case position
        case attentionValue
        /// Query, key and value in one matrix.
        case attentionFused
        case attentionKey
        case attentionOutput
        case feedForwardDown
        /// Norms, biases and the expert gates: never quantized.
        case small
        /// Any other matrix.
        case other
    }
}
