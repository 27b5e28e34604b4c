import TestSupport

/// Writes small folders in Hugging Face's layout: zeros for weights.
struct Checkpoint {
    /// Lines of config.json, without the braces.
    var config: [String: String] = [
        "model_type": "\"llama\"", "hidden_size": "64", "num_hidden_layers": "2", "num_attention_heads": "4",
        "num_key_value_heads": "2", "intermediate_size": "128", "vocab_size": "96", "tie_word_embeddings": "false",
    ]
    /// Rows first.
    var tensors: [(name: String, shape: [Int], type: String)] = []

    /// A llama of two layers.
    static var llama: Checkpoint {
        var checkpoint = Checkpoint()
        checkpoint.add("model.embed_tokens.weight", [96, 64])
        checkpoint.add("lm_head.weight", [96, 64])
        checkpoint.add("model.norm.weight", [64])
        for layer in 0..<2 { checkpoint.addLayer("model.layers.\(layer)") }
        return checkpoint
    }

    /// A llama whose parts have four experts each, of which two are used.
    static var mixture: Checkpoint {
        var checkpoint = llama
        checkpoint.config["model_type"] = "\"mixtral\""
        checkpoint.config["num_local_experts"] = "4"
        checkpoint.config["num_experts_per_tok"] = "2"
        checkpoint.tensors.removeAll { $0.name.contains(".mlp.") }
        for layer in 0..<2 {
            let part = "model.layers.\(layer).block_sparse_moe"
            checkpoint.add("\(part).gate.weight", [4, 64])
            for expert in 0..<4 {
                checkpoint.add("\(part).experts.\(expert).w1.weight", [128, 64])
                checkpoint.add("\(part).experts.\(expert).w2.weight", [64, 128])
                checkpoint.add("\(part).experts.\(expert).w3.weight", [128, 64])
            }
        }
        return checkpoint
    }

    mutating func add(_ name: String, _ shape: [Int], _ type: String = "BF16") { tensors.append((name, shape, type)) }

    private mutating func addLayer(_ layer: String) {
        add("\(layer).input_layernorm.weight", [64])
        add("\(layer).post_attention_layernorm.weight", [64])
        add("\(layer).self_attn.q_proj.weight", [64, 64])
        add("\(layer).self_attn.k_proj.weight", [32, 64])
        add("\(layer).self_attn.v_proj.weight", [32, 64])
        add("\(layer).self_attn.o_proj.weight", [64, 64])
        add("\(layer).mlp.gate_proj.weight", [128, 64])
        add("\(layer).mlp.up_proj.weight", [128, 64])
        add("\(layer).mlp.down_proj.weight", [64, 128])
    }

    var configText: String {
        "{" + config.sorted { $0.key < $1.key }.map { "\"\($0.key)\": \($0.value)" }.joined(separator: ", ") + "}"
    }

    /// A safetensors file of some of the tensors.
    static func file(_ tensors: [(name: String, shape: [Int], type: String)]) -> [UInt8] {
        var end = 0
        let entries = tensors.map { tensor in
            let bytes = tensor.shape.reduce(1, *) * (tensor.type == "F32" ? 4 : tensor.type == "I8" ? 1 : 2)
            defer { end += bytes }
            return entry(tensor.name, tensor.type, tensor.shape, end, end + bytes)
        }
        return file(header: "{\"__metadata__\": {\"format\": \"pt\"}, " + entries.joined(separator: ", ") + "}", end)
    }

    static func entry(_ name: String, _ type: String, _ shape: [Int], _ start: Int, _ end: Int) -> String {
        "\"\(name)\": {\"dtype\": \"\(type)\", \"shape\": \(shape), \"data_offsets\": [\(start), \(end)]}"
    }

    /// Any header before so many zeros.
    static func file(header: String, _ bytes: Int) -> [UInt8] {
        GGUFBytes.string(header) + [UInt8](repeating: 0, count: bytes)
    }

    /// Writes the folder with one file of weights.
    func write(to folder: TemporaryFolder) throws {
        try folder.write(configText, to: "config.json")
        try folder.write(bytes: Self.file(tensors), to: "model.safetensors")
    }

    /// Writes the folder with two files of weights and their index.
    func writeParts(to folder: TemporaryFolder) throws {
        try folder.write(configText, to: "config.json")
        let parts = [Array(tensors.prefix(5)), Array(tensors.dropFirst(5))]
        let names = ["model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors"]
        for (name, part) in zip(names, parts) { try folder.write(bytes: Self.file(part), to: name) }
        let map = zip(names, parts).flatMap { name, part in part.map { "\"\($0.name)\": \"\(name)\"" } }
        try folder.write(
            "{\"metadata\": {}, \"weight_map\": {" + map.joined(separator: ", ") + "}}",
            to: "model.safetensors.index.json")
    }
}
