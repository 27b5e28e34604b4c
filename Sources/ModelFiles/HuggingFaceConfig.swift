import Catalog
import Records

/// What config.json tells of a model.
struct HuggingFaceConfig {
    let layers: Int
    let embedding: Int
    let heads: Int
    let kvHeads: Int
    let headDimension: Int
    let feedForward: Int
    let vocabulary: Int
    let experts: Int
    let activeExperts: Int
    let window: Int?
    let isTied: Bool
    /// The name llama.cpp knows the architecture by.
    let architecture: String

    /// By `model_type`.
    private static let architectures = [
        "llama": "llama", "mistral": "llama", "mixtral": "llama", "qwen2": "qwen2", "qwen3": "qwen3",
        "qwen3_moe": "qwen3moe", "olmoe": "olmoe", "phi3": "phi3", "gemma3_text": "gemma3", "gemma3": "gemma3",
    ]

    /// Far more than any model has; products of two stay within 2⁶³.
    private static let layerCounts = 1...4096
    private static let widths = 1...1 << 24
    private static let words = 1...1 << 28
    private static let expertCounts = 0...1 << 16

    /// - Throws: `Failure` with 65 where it is no JSON, lacks a figure, or is of a model that is quantized or unknown.
    init(_ bytes: [UInt8], name: String) throws {
        do {
            guard let all = JSONFields(try JSONReader.value(bytes)) else { throw JSONError(cause: "it is no object") }
            try Self.refuseQuantized(all, name)
            // Models that see pictures too have the language model's figures in a part of their own.
            try self.init(all["text_config"].flatMap(JSONFields.init) ?? all, name: name)
        } catch let error as JSONError {
            throw Self.failure(name, "it is no JSON: \(error.cause)")
        } catch let error as FieldError {
            throw Self.failure(name, error.cause)
        }
    }

    private init(_ fields: JSONFields, name: String) throws {
        func whole(_ key: String, _ range: ClosedRange<Int>) throws(FieldError) -> Int {
            try JSONFields.required(key, try fields.whole(key, range))
        }
        let type = try JSONFields.required("model_type", try fields.text("model_type"))
        guard let architecture = Self.architectures[type] else {
            throw Failure(
                .badData, cannot: "read \(name)",
                because: "this program does not know the tensors of the model type \(type.prefix(100))",
                remedy: "It knows \(Self.architectures.keys.sorted().joined(separator: ", ")); of others, convert the "
                    + "model, and pass the file with --gguf")
        }
        self.architecture = architecture
        layers = try whole("num_hidden_layers", Self.layerCounts)
        embedding = try whole("hidden_size", Self.widths)
        heads = try whole("num_attention_heads", Self.widths)
        kvHeads = try fields.whole("num_key_value_heads", Self.widths) ?? heads
        headDimension = try fields.whole("head_dim", Self.widths) ?? embedding / heads
        experts =
            try fields.whole("num_local_experts", Self.expertCounts)
            ?? fields.whole("num_experts", Self.expertCounts) ?? 0
        activeExperts = experts > 0 ? try whole("num_experts_per_tok", 1...experts) : 0
        let expertWidth = try fields.whole("moe_intermediate_size", Self.widths)
        feedForward =
            try experts > 0
            ? expertWidth ?? whole("intermediate_size", Self.widths)
            : whole("intermediate_size", Self.widths)
        let words = try whole("vocab_size", Self.words)
        // Gemma 3 models that see pictures have 64 words more for them, which llama.cpp's converter drops.
        vocabulary = architecture == "gemma3" ? min(words, 262_144) : words
        let limits = try fields.flag("use_sliding_window") ?? true
        window = limits ? try fields.whole("sliding_window", Self.widths) : nil
        // Where the file says nothing, transformers' default for the type holds.
        isTied = try fields.flag("tie_word_embeddings") ?? (architecture == "gemma3")
    }

    private static func refuseQuantized(_ fields: JSONFields, _ name: String) throws {
        guard let value = fields["quantization_config"] ?? fields["text_config"]?["quantization_config"] else { return }
        let method = JSONFields(value).flatMap { try? $0.text("quant_method") } ?? "some method"
        throw Failure(
            .badData, cannot: "read \(name)", because: "the model is quantized already, by \(method.prefix(100))",
            remedy: "Name the folder of the original model, or a GGUF file with --gguf")
    }

    private static func failure(_ name: String, _ cause: String) -> Failure {
        Failure(.badData, cannot: "read \(name)", because: cause, remedy: "Obtain the model's config.json again")
    }
}
