extension LanguageModel {
    /// Every tensor as llama.cpp's converter names and shapes it; nil for architectures whose tensors this does not
    /// know, or where the source lacks a figure.
    package var tensors: [ModelTensor]? {
        guard let shape = BlockShape(self) else { return nil }
        var ends = [ModelTensor("token_embd.weight", [embedding, vocabulary])]
        if !tiedEmbeddings { ends.append(ModelTensor("output.weight", [embedding, vocabulary])) }
        ends += shape.norm("output_norm")
        // GPT-2 was trained on 1024 positions.
        if architecture == "gpt2" { ends.append(ModelTensor("position_embd.weight", [embedding, 1024])) }
        let block = shape.block
        return ends + (0..<layers).flatMap { layer in block.map { $0.inLayer(layer) } }
    }
}

/// One transformer block of a known architecture.
private struct BlockShape {
    let model: LanguageModel
    let queries: Int
    let keys: Int
    let headDimension: Int
    let feedForward: Int

    init?(_ model: LanguageModel) {
        let known = ["llama", "qwen2", "qwen3", "qwen3moe", "olmoe", "phi3", "gemma3", "gpt2", "falcon"]
        guard known.contains(model.architecture), let heads = model.heads, let keyHeads = model.kvHeads,
            let headDimension = model.headDimension, let feedForward = model.feedForward
        else { return nil }
        self.model = model
        self.headDimension = headDimension
        self.feedForward = feedForward
        queries = heads * headDimension
        keys = keyHeads * headDimension
    }

    private var width: Int { model.embedding }
    private var isFused: Bool { ["phi3", "gpt2", "falcon"].contains(model.architecture) }
    private var hasBiases: Bool { model.architecture == "gpt2" }

    var block: [ModelTensor] { attention + feedForwardPart + norms }

    /// Layer norms have a bias, RMS norms none.
    func norm(_ name: String, _ size: Int? = nil) -> [ModelTensor] {
        let weight = ModelTensor("\(name).weight", [size ?? width])
        let isLayerNorm = ["gpt2", "falcon"].contains(model.architecture)
        return isLayerNorm ? [weight, ModelTensor("\(name).bias", [width])] : [weight]
    }

    private func matrix(_ name: String, _ rowWidth: Int, _ rows: Int) -> [ModelTensor] {
        let weight = ModelTensor("\(name).weight", [rowWidth, rows])
        return hasBiases ? [weight, ModelTensor("\(name).bias", [rows])] : [weight]
    }

    private var attention: [ModelTensor] {
        let output = matrix("attn_output", queries, width)
        guard !isFused else { return matrix("attn_qkv", width, queries + 2 * keys) + output }
        let parts = [("attn_q", queries), ("attn_k", keys), ("attn_v", keys)]
        let biases = model.architecture == "qwen2" ? parts.map { ModelTensor("\($0.0).bias", [$0.1]) } : []
        return parts.flatMap { matrix($0.0, width, $0.1) } + biases + output
    }

    private var feedForwardPart: [ModelTensor] {
        if model.isMixtureOfExperts { return experts }
        if model.architecture == "phi3" {
            // Gate and up are one matrix.
            return matrix("ffn_up", width, 2 * feedForward) + matrix("ffn_down", feedForward, width)
        }
        let gate = model.gatedFeedForward ? matrix("ffn_gate", width, feedForward) : []
        return gate + matrix("ffn_up", width, feedForward) + matrix("ffn_down", feedForward, width)
    }

    private var experts: [ModelTensor] {
        [
            ModelTensor("ffn_gate_inp.weight", [width, model.experts]),
            ModelTensor("ffn_gate_exps.weight", [width, feedForward, model.experts]),
            ModelTensor("ffn_up_exps.weight", [width, feedForward, model.experts]),
            ModelTensor("ffn_down_exps.weight", [feedForward, width, model.experts]),
        ]
    }

    private var norms: [ModelTensor] {
        let heads = ["attn_q_norm", "attn_k_norm"].flatMap { norm($0, headDimension) }
        return switch model.architecture {
        case "falcon": norm("attn_norm") + norm("attn_norm_2")
        case "qwen3", "qwen3moe": norm("attn_norm") + norm("ffn_norm") + heads
        case "olmoe":
            // All heads are normalized at once.
            norm("attn_norm") + norm("ffn_norm") + norm("attn_q_norm", queries) + norm("attn_k_norm", keys)
        case "gemma3":
            ["attn_norm", "post_attention_norm", "ffn_norm", "post_ffw_norm"].flatMap { norm($0) } + heads
        default: norm("attn_norm") + norm("ffn_norm")
        }
    }
}
