import Catalog

/// What a tensor of a checkpoint becomes in a GGUF file.
enum HuggingFaceTensor: Equatable {
    /// One tensor, by GGUF's name.
    case own(String)
    /// One expert's part of a tensor for all experts.
    case expert(String, Int)
    /// No part of the language model, or computed from others.
    case ignored
    case unknown
}

/// llama.cpp's names for a checkpoint's tensors, as its converter gives them (gguf-py/gguf/tensor_mapping.py).
struct HuggingFaceNames {
    let config: HuggingFaceConfig

    subscript(_ name: String) -> HuggingFaceTensor {
        let foreign = [
            "vision_tower.", "multi_modal_projector.", "model.vision_tower.", "model.multi_modal_projector.",
        ]
        if foreign.contains(where: name.hasPrefix) || name.hasSuffix(".rotary_emb.inv_freq") { return .ignored }
        if name.hasSuffix("lm_head.weight") { return config.isTied ? .ignored : .own("output.weight") }
        guard let prefix = ["language_model.model.", "model.language_model.", "model."].first(where: name.hasPrefix)
        else { return .unknown }
        let rest = name.dropFirst(prefix.count)
        switch rest {
        case "embed_tokens.weight": return .own("token_embd.weight")
        case "norm.weight": return .own("output_norm.weight")
        default: break
        }
        let parts = rest.split(separator: ".", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "layers", let layer = Int(parts[1]), (0..<config.layers).contains(layer),
            String(layer) == parts[1]
        else { return .unknown }
        return inLayer("blk.\(layer).", String(parts[2]))
    }

    private func inLayer(_ block: String, _ part: String) -> HuggingFaceTensor {
        guard let dot = part.lastIndex(of: "."), [".weight", ".bias"].contains(part[dot...]) else { return .unknown }
        let (stem, ending) = (String(part[..<dot]), part[dot...])
        if let name = names[stem] { return .own(block + name + ending) }
        // "mlp.experts.7.up_proj", "block_sparse_moe.experts.7.w3"
        let words = stem.split(separator: ".")
        guard words.count == 4, words[1] == "experts", let expert = Int(words[2]),
            (0..<config.experts).contains(expert), let name = Self.experts[String(words[3])]
        else { return .unknown }
        return .expert(block + name + ending, expert)
    }

    private static let experts = [
        "gate_proj": "ffn_gate_exps", "up_proj": "ffn_up_exps", "down_proj": "ffn_down_exps", "w1": "ffn_gate_exps",
        "w3": "ffn_up_exps", "w2": "ffn_down_exps",
    ]

    private var names: [String: String] { config.architecture == "gemma3" ? Self.gemma : Self.usual }

    private static let usual = [
        "self_attn.q_proj": "attn_q", "self_attn.k_proj": "attn_k", "self_attn.v_proj": "attn_v",
        "self_attn.qkv_proj": "attn_qkv", "self_attn.o_proj": "attn_output", "self_attn.q_norm": "attn_q_norm",
        "self_attn.k_norm": "attn_k_norm", "mlp.gate_proj": "ffn_gate", "mlp.up_proj": "ffn_up",
        "mlp.gate_up_proj": "ffn_up", "mlp.down_proj": "ffn_down", "mlp.gate": "ffn_gate_inp",
        "block_sparse_moe.gate": "ffn_gate_inp", "input_layernorm": "attn_norm", "post_attention_layernorm": "ffn_norm",
    ]

    /// Gemma has norms before and after each part.
    private static let gemma = usual.merging([
        "post_attention_layernorm": "post_attention_norm", "pre_feedforward_layernorm": "ffn_norm",
        "post_feedforward_layernorm": "post_ffw_norm",
    ]) { $1 }
}
