import Catalog

extension LanguageModel {
    /// What llama.cpp must find in a file of the model in order to run it. Figures that do not change how fast it
    /// runs, such as the base of the rotary angles, are those of Llama 3.
    func metadata(_ mix: FileMix) -> [(key: String, value: GGUFValue)] {
        let general: [(String, GGUFValue)] = [
            ("general.architecture", .text(architecture)), ("general.name", .text(name)),
            ("general.file_type", .integer(FileTypeNames.number(mix))), ("general.quantization_version", .integer(2)),
            // No words: llama-bench makes up the numbers of its tokens.
            ("tokenizer.ggml.model", .text("no_vocab")),
        ]
        let own = (shape + attention + mixture + special).map { ("\(architecture).\($0.0)", $0.1) }
        return general + own
    }

    private var shape: [(String, GGUFValue)] {
        // GPT-2 has a table of 1024 positions. Others compute them, so that any length will do.
        let context = architecture == "gpt2" ? 1024 : 131_072
        return [
            ("block_count", .integer(layers)), ("context_length", .integer(context)),
            ("embedding_length", .integer(embedding)), ("vocab_size", .integer(vocabulary)),
        ] + (feedForward.map { [("feed_forward_length", .integer($0))] } ?? [])
    }

    private var attention: [(String, GGUFValue)] {
        let dimension = headDimension ?? 0
        let keys = [
            "attention.key_length": dimension, "attention.value_length": dimension, "rope.dimension_count": dimension,
            "attention.head_count": heads ?? 0, "attention.head_count_kv": kvHeads ?? 0,
        ]
        return keys.sorted { $0.key < $1.key }.map { ($0.key, .integer($0.value)) } + [
            (hasLayerNorms ? "attention.layer_norm_epsilon" : "attention.layer_norm_rms_epsilon", .number(1e-5)),
            ("rope.freq_base", .number(500_000)),
        ]
    }

    private var mixture: [(String, GGUFValue)] {
        guard isMixtureOfExperts else { return [] }
        return [("expert_count", .integer(experts)), ("expert_used_count", .integer(activeExperts))]
            + (feedForward.map { [("expert_feed_forward_length", .integer($0))] } ?? [])
    }

    /// What single architectures need.
    private var special: [(String, GGUFValue)] {
        guard let window, architecture == "gemma3" else { return [] }
        return [("attention.sliding_window", .integer(window))]
    }

    private var hasLayerNorms: Bool { ["gpt2", "falcon"].contains(architecture) }
}
