import Statistics

/// The rate of one operation of a language model's inference, in one format, on some threads.
///
/// GB/s are 10⁹ bytes a second of what is streamed: weights, or keys and values. Operations follow from bytes by a
/// constant of the format, so that samples are kept once.
package struct InferenceCell: Sendable {
    /// In GB/s.
    package let bandwidth: Measurement
    package let operation: InferenceOperation
    /// As GGUF names it: "Q4_K"; of matrices that are multiplied by matrices the number type: "bf16".
    package let format: String
    package let source: Source
    package let threads: Int
    /// Vectors that each weight is multiplied by.
    package let batch: Int
    /// Operations for each byte that is streamed.
    package let operationsPerByte: Double

    /// Where the streamed bytes are.
    package enum Source: String, CaseIterable, Codable, Sendable {
        /// In arrays that no cache holds.
        case memory
        /// In each core's own cache.
        case cache
    }

    package static let quantity = "inference"
    package static let unit = "GB/s"
    /// No machine has more threads, and no prompt is longer.
    private static let possible = 1...(1 << 30)

    /// Nil where the measurement is none of inference.
    package init?(_ measurement: Measurement) {
        func number(_ label: String) -> Int? {
            measurement.labels[label].flatMap { Int($0) }.flatMap { Self.possible.contains($0) ? $0 : nil }
        }
        guard measurement.quantity == Self.quantity,
            let operation = measurement.labels["operation"].flatMap(InferenceOperation.init),
            let format = measurement.labels["format"],
            let source = measurement.labels["source"].flatMap(Source.init),
            let threads = number("threads"), let batch = number("batch"),
            let perByte = measurement.labels["operations_per_byte"].flatMap({ Double($0) }), perByte > 0,
            perByte < 1e9
        else { return nil }
        bandwidth = measurement
        self.operation = operation
        self.format = format
        self.source = source
        self.threads = threads
        self.batch = batch
        operationsPerByte = perByte
    }
}

/// What inference spends its time on.
package enum InferenceOperation: String, CaseIterable, Codable, Sendable {
    /// Quantized weights by one vector: what generation does with every weight.
    case matrixVector = "matrix_vector"
    /// Weights by many vectors at once: what reading a prompt does.
    case matrixMatrix = "matrix_matrix"
    /// A token's queries against the keys and values of the tokens before it.
    case attention
    /// Quantized weights of a few experts of many, by one vector.
    case expertGather = "expert_gather"
    /// Weights by one vector, in the loop that an engine has for it on this CPU: see `path`.
    case engineGeneration = "engine_generation"
    /// Weights by the vectors of several tokens, likewise.
    case enginePrompt = "engine_prompt"

    /// Whether weights are multiplied by several vectors, so that operations tell more than bytes.
    package var isProduct: Bool { self == .matrixMatrix || self == .enginePrompt }

    /// For a sentence: "matrix × vector".
    package var name: String {
        switch self {
        case .matrixVector: "matrix × vector"
        case .matrixMatrix: "matrix × matrix"
        case .attention: "attention"
        case .expertGather: "expert gather"
        case .engineGeneration: "matrix × vector as an engine has it"
        case .enginePrompt: "matrix × matrix as an engine has it"
        }
    }
}

extension InferenceCell {
    /// In GB/s.
    package var summary: Summary? { bandwidth.summary }
    /// In GOP/s: 10⁹ operations a second, a multiply-add being two; of the same samples.
    package var rate: Measurement {
        var rate = bandwidth
        rate.unit = "GOP/s"
        rate.samples = rate.samples.map {
            Sample(value: $0.value * operationsPerByte, seconds: $0.seconds, noise: $0.noise)
        }
        rate.summary = Summary(of: rate.samples.map(\.value), better: .largest)
        return rate
    }
    /// The node whose threads and memory these are; nil where they are several nodes', each thread with its own's.
    package var node: Int? { bandwidth.labels["node"].flatMap { Int($0) } }
    /// Tokens in the KV cache, of attention; nil of the rest.
    package var context: Int? { bandwidth.labels["context"].flatMap { Int($0) } }
    /// "avx512_vnni"; empty where no loop could be chosen.
    package var instructionSet: String { bandwidth.labels["isa"] ?? "" }
    /// How an engine goes through the matrix, of its loops: "rows_of_8"; nil of the rest.
    package var path: String? { bandwidth.labels["path"] }
    /// The lesser build whose loop it is: "avx2"; nil of what a build that uses all there is would take.
    package var build: String? { bandwidth.labels["build"] }
    /// What multiplies in it, and the bits of its vectors: "maddubs, 256 bits"; nil likewise.
    package var step: String? {
        guard let step = bandwidth.labels["step"], let width = bandwidth.labels["width"] else { return nil }
        return "\(step), \(width) bits"
    }
    package var reason: String { bandwidth.notMeasured ?? "no reason was recorded" }
}
