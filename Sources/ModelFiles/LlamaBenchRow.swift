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
    package let flashAttention: FlashAttention?
    /// Whether weights may be arranged anew when they are loaded.
    package let repack: Bool?

    /// How attention is computed.
    package enum FlashAttention: Sendable { case on, off, auto }
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
        threads = try JSONFields.required("n_threads", try fields.whole("n_threads", Self.threadCounts))
        batch = try fields.whole("n_batch", Self.counts)
        microBatch = try fields.whole("n_ubatch", Self.counts)
        keyType = try fields.text("type_k")
        valueType = try fields.text("type_v")
        prompt = try JSONFields.required("n_prompt", try fields.whole("n_prompt", Self.tokens))
        generated = try JSONFields.required("n_gen", try fields.whole("n_gen", Self.tokens))
        // Builds before May 2025 have none.
        depth = try fields.whole("n_depth", Self.tokens) ?? 0
        guard prompt + generated > 0 else { throw FieldError("n_gen", "is 0, and so is n_prompt") }
        rate = try JSONFields.required("avg_ts", try fields.number("avg_ts", Self.rates))
        guard rate > 0 else { throw FieldError("avg_ts", "is 0") }
        rateDeviation = try fields.number("stddev_ts", Self.rates)
        samples = try fields.numbers("samples_ts", Self.rates) ?? []
        numa = try fields.text("numa")
        cpuMask = try fields.text("cpu_mask")
        flashAttention = try Self.flashAttention(fields)
        repack = try fields.flag("repack")
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

extension LlamaBenchRow {
    /// "llama.cpp".
    package var engineName: String { "llama.cpp" }

    /// Why it is no run of a CPU, for a sentence; nil where it is one.
    package var cpuObstacle: String? {
        let others = (backends ?? "CPU").split(separator: ",").filter { $0 != "CPU" }
        return others.isEmpty ? nil : "it computes with \(others.joined(separator: ", ")), and this rates the CPU"
    }
}
