import Quantities
import Records

/// One measurement of llama-bench: a prompt, generated tokens, or one after the other.
package struct LlamaBenchRow: Hashable, Sendable {
    /// As it was named on the command line.
    package let modelFilename: String
    /// "llama 1B Q4_K - Medium".
    package let modelType: String?
    /// Of all weights, without the header.
    package let modelSize: ByteCount?
    package let modelParameters: Int?
    /// The build of llama.cpp; "unknown" and 0 where it was not built from a checkout.
    package let buildCommit: String?
    package let buildNumber: Int?
    package let cpuInfo: String?
    /// What it can compute with: "CPU", "CPU,BLAS", "CUDA"; and how many layers a GPU takes, all where negative.
    package let backends: String?
    package let gpuLayers: Int?
    /// The same told apart, of older builds too, and what of it the run was told to use.
    package let devices: LlamaBenchDevices
    /// Whose llama-bench wrote the row.
    package let engine: Engine
    package let threads: Int
    /// Tokens handed over at once, and computed at once.
    package let batch: Int?
    package let microBatch: Int?
    /// Of the cache of keys and of values: "f16".
    package let keyType: String?
    package let valueType: String?
    /// Tokens of the prompt, of the generated text, and in the cache before either.
    package let prompt: Int
    package let generated: Int
    package let depth: Int
    /// Tokens in a second: the mean over the samples, their standard deviation, and each one.
    package let rate: Double
    package let rateDeviation: Double?
    package let samples: [Double]
    /// `--numa`, in builds that tell.
    package let numa: String?
    /// A hexadecimal mask; "0x0" for any CPU.
    package let cpuMask: String?
    /// Whether each thread is bound to one CPU of the mask, in its order.
    package let isStrict: Bool
    package let flashAttention: FlashAttention?
    /// Whether weights may be arranged anew when they are loaded; of ik_llama.cpp, whether all are.
    package let repack: Bool?
    /// Whether each token's embedding was asked for, so that each goes through the output's matrix.
    package let embeddings: Bool
    /// Whether tokens went through fewer experts than the model has them use.
    package let hasFewerExperts: Bool

    /// How attention is computed.
    package enum FlashAttention: Sendable { case on, off, auto }

    /// The engines whose rows are read.
    package enum Engine: String, Sendable {
        case llamaCpp = "llama.cpp"
        case ikLlama = "ik_llama.cpp"
    }
}

extension LlamaBenchRow {
    /// 2²⁴ tokens are more than any model has read at once, 2²⁰ threads more than any machine has, 2⁵⁰ weights more
    /// than any model, and 10¹² tokens a second more than any will reach.
    private static let tokens = 0...1 << 24
    private static let counts = 1...1 << 24
    private static let threadCounts = 1...1 << 20
    private static let weightCounts = 1...1 << 50
    private static let rates = 0...1e12
    private static let layerCounts = -1 << 20...1 << 20

    init(_ fields: JSONFields) throws(FieldError) {
        modelFilename = try JSONFields.required("model_filename", try fields.text("model_filename"))
        modelType = try fields.text("model_type")
        modelSize = try fields.whole("model_size", 1...ByteSource.largestFile).map { ByteCount($0) }
        modelParameters = try fields.whole("model_n_params", Self.weightCounts)
        buildCommit = try fields.text("build_commit")
        buildNumber = try fields.whole("build_number", 0...Int.max)
        cpuInfo = try fields.text("cpu_info")
        backends = try fields.text("backends")
        gpuLayers = try fields.whole("n_gpu_layers", Self.layerCounts)
        devices = try LlamaBenchDevices(fields)
        engine = Self.engine(fields)
        threads = try JSONFields.required("n_threads", try fields.whole("n_threads", Self.threadCounts))
        batch = try fields.whole("n_batch", Self.counts)
        microBatch = try fields.whole("n_ubatch", Self.counts)
        // Builds of 2023 tell of both at once.
        let cacheType = try fields.setting("f16_kv").map { $0 ? "f16" : "f32" }
        keyType = try fields.text("type_k") ?? cacheType
        valueType = try fields.text("type_v") ?? cacheType
        (prompt, generated, depth) = try Self.tokens(fields)
        rate = try JSONFields.required("avg_ts", try fields.number("avg_ts", Self.rates))
        guard rate > 0 else { throw FieldError("avg_ts", "is 0") }
        rateDeviation = try fields.number("stddev_ts", Self.rates)
        samples = try fields.numbers("samples_ts", Self.rates) ?? []
        numa = try fields.text("numa")
        cpuMask = try fields.text("cpu_mask")
        isStrict = try fields.setting("cpu_strict") ?? false
        flashAttention = try Self.flashAttention(fields)
        repack = try fields.flag("repack")
        embeddings = try fields.setting("embeddings") ?? false
        // "-1,0" where it is off.
        hasFewerExperts = try fields.text("ser").map { !$0.hasPrefix("-") && !$0.hasPrefix("0") } ?? false
    }

    /// Columns that only ik_llama.cpp has.
    private static func engine(_ fields: JSONFields) -> Engine {
        let own = ["mla_attn", "attn_max_batch", "ser", "fused_moe", "grouped_er", "mqkv", "use_thp", "cuda_params"]
        return own.contains { fields[$0] != nil } ? .ikLlama : .llamaCpp
    }

    /// Of the prompt, generated, and in the cache before.
    private static func tokens(_ fields: JSONFields) throws(FieldError) -> (Int, Int, Int) {
        let prompt = try JSONFields.required("n_prompt", try fields.whole("n_prompt", Self.tokens))
        let generated = try JSONFields.required("n_gen", try fields.whole("n_gen", Self.tokens))
        guard prompt + generated > 0 else { throw FieldError("n_gen", "is 0, and so is n_prompt") }
        // ik_llama.cpp's "tg64@pp512" times what is generated after a prompt.
        if generated > 0, try fields.text("test")?.contains("@") == true { return (0, generated, prompt) }
        // Builds before May 2025 have no depth.
        return (prompt, generated, try fields.whole("n_depth", Self.tokens) ?? 0)
    }

    /// A number with 1 for on, 0 for off and -1 for auto; in older builds true or false.
    private static func flashAttention(_ fields: JSONFields) throws(FieldError) -> FlashAttention? {
        switch fields["flash_attn"] {
        case nil: nil
        case .bool(true), .integer(1): .on
        case .bool(false), .integer(0): .off
        case .integer(-1): .auto
        default: throw FieldError("flash_attn", "is none of -1, 0 and 1")
        }
    }
}
