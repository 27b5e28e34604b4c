import Catalog
import Quantities

extension GGUFFile {
    /// The name llama.cpp knows the architecture by.
    package var architecture: String? { metadata["general.architecture"]?.text }
    /// As its maker calls it.
    package var name: String? { metadata["general.name"]?.text }
    /// Transformer blocks, those that only guess further tokens included.
    package var layers: Int? { figure("block_count") }
    /// Width of the residual stream.
    package var embedding: Int? { figure("embedding_length") }
    /// Query heads of a layer; nil where layers differ, as with the next two.
    package var heads: Int? { figure("attention.head_count") }
    /// Heads of keys and values.
    package var kvHeads: Int? { figure("attention.head_count_kv") ?? (has("attention.head_count_kv") ? nil : heads) }
    /// Inner width of the feed-forward part, of one expert where there are experts.
    package var feedForward: Int? { figure("expert_feed_forward_length") ?? figure("feed_forward_length") }
    /// Width of a head.
    package var headDimension: Int? {
        if let length = figure("attention.key_length") { return length }
        guard let embedding, let heads, heads > 0 else { return nil }
        return embedding / heads
    }
    /// Words of the output matrix.
    package var vocabulary: Int? {
        tensor("output.weight")?.dimensions.last ?? tensor("token_embd.weight")?.dimensions.last
            ?? figure("vocab_size") ?? metadata["tokenizer.ggml.tokens"]?.count
    }
    /// Experts in each mixture and those used for a token; 0 in a dense model.
    package var experts: Int { figure("expert_count") ?? 0 }
    /// Those used for a token.
    package var activeExperts: Int { figure("expert_used_count") ?? 0 }
    /// The longest context it was trained for, in tokens.
    package var contextLength: Int? { figure("context_length") }
    /// Tokens that attention reaches back at most, in those layers that are limited; nil where none is.
    package var window: Int? { figure("attention.sliding_window").flatMap { $0 > 0 ? $0 : nil } }
    /// Each so many-th layer sees the whole context, by the header or as llama.cpp knows of the architecture.
    package var fullAttentionEvery: Int? {
        if let told = figure("attention.sliding_window_pattern") { return told }
        return architecture.flatMap(LanguageModel.usualFullAttention)
    }
    /// Whether the output matrix is the table of embeddings.
    package var isTied: Bool { tensor("output.weight") == nil }
    /// Numbers in all tensors.
    package var weights: Int { tensors.map(\.tensor.weights).reduce(0, +) }

    /// The bytes of each type.
    package var weightBytes: WeightBytes {
        WeightBytes(tensors, experts: experts, activeExperts: activeExperts, usedLayers: usedLayers)
    }

    /// Transformer blocks that every token passes: without those that only guess further tokens.
    package var usedLayers: Int? { layers.map { $0 - (figure("nextn_predict_layers") ?? 0) } }

    /// The mix the file calls itself: "Q4_K_M"; nil where it does not tell. Its tensors may differ.
    package var fileType: String? {
        metadata["general.file_type"]?.integer.map { number in
            // 1024 says that the converter guessed.
            FileTypeNames.names[number & ~1024] ?? "file type \(number)"
        }
    }

    private func tensor(_ name: String) -> ModelTensor? { tensors.first { $0.tensor.name == name }?.tensor }

    private func has(_ key: String) -> Bool { value(key) != nil }

    private func figure(_ key: String) -> Int? {
        value(key)?.commonInteger.flatMap { (0...1 << 32).contains($0) ? $0 : nil }
    }

    private func value(_ key: String) -> GGUFValue? {
        architecture.flatMap { metadata["\($0).\(key)"] }
    }
}

/// llama.h's `llama_ftype`, by number.
enum FileTypeNames {
    /// The number of a mix.
    static func number(_ mix: FileMix) -> Int { names.first { $0.value == mix.rawValue }?.key ?? 0 }

    static let names: [Int: String] = [
        0: "F32", 1: "F16", 2: "Q4_0", 3: "Q4_1", 7: "Q8_0", 8: "Q5_0", 9: "Q5_1", 10: "Q2_K", 11: "Q3_K_S",
        12: "Q3_K_M", 13: "Q3_K_L", 14: "Q4_K_S", 15: "Q4_K_M", 16: "Q5_K_S", 17: "Q5_K_M", 18: "Q6_K", 19: "IQ2_XXS",
        20: "IQ2_XS", 21: "Q2_K_S", 22: "IQ3_XS", 23: "IQ3_XXS", 24: "IQ1_S", 25: "IQ4_NL", 26: "IQ3_S", 27: "IQ3_M",
        28: "IQ2_S", 29: "IQ2_M", 30: "IQ4_XS", 31: "IQ1_M", 32: "BF16", 36: "TQ1_0", 37: "TQ2_0", 38: "MXFP4_MOE",
        39: "NVFP4", 40: "Q1_0",
    ]
}
