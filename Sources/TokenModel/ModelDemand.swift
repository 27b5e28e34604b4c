import Catalog
import Glibc
import Quantities

/// What a model asks of a machine: its matrices by format, and its attention.
package struct ModelDemand: Hashable, Sendable {
    /// For what follows from the shape: layers, heads, KV cache.
    package let model: LanguageModel
    /// The mix, as its file calls itself: "Q4_K_M".
    package let format: String
    /// All weights of the file.
    package let fileSize: ByteCount
    /// Matrices of one format and one use together.
    package let matrices: [Matrices]

    /// Matrices that cost alike.
    package struct Matrices: Hashable, Sendable {
        package let type: TensorType
        package let use: Use
        /// Of all experts, where it is of experts.
        package let bytes: Double
        package let weights: Double
        /// Whether they are of the last layer, after its attention: engines go through them with those tokens only
        /// whose output is asked for, of a prompt the last.
        package let isTail: Bool

        package init(type: TensorType, use: Use, bytes: Double, weights: Double, isTail: Bool = false) {
            self.type = type
            self.use = use
            self.bytes = bytes
            self.weights = weights
            self.isTail = isTail
        }

        /// How many of a step's tokens go through them.
        /// - Parameter outputs: tokens whose output is asked for.
        package func tokens(of tokens: Double, outputs: Int) -> Double {
            use == .output || isTail ? min(tokens, Double(max(1, outputs))) : tokens
        }
    }

    /// When matrices are multiplied.
    package enum Use: Hashable, Sendable {
        /// For each token.
        case always
        /// For each token the active share.
        case expert
        /// For each generated token; of a prompt for the last only.
        case output
    }
}

extension ModelDemand {
    /// Of tensors as a file has them.
    package init(_ model: LanguageModel, format: String, tensors: [StoredTensor], usedLayers: Int? = nil) {
        self.model = model
        self.format = format
        fileSize = ByteCount(tensors.reduce(0) { $0 + $1.bytes })
        let isTied = !tensors.contains { $0.tensor.role == .output }
        var sums: [Key: (bytes: Double, weights: Double)] = [:]
        for stored in tensors where stored.tensor.dimensions.count > 1 {
            if let layer = stored.tensor.layer, let usedLayers, layer >= usedLayers { continue }
            guard let use = Self.use(stored.tensor, isTied: isTied, experts: model.experts) else { continue }
            let isTail = stored.tensor.layer == (usedLayers ?? model.layers) - 1 && stored.tensor.isFeedForward
            let key = Key(type: stored.type, use: use, isTail: isTail)
            sums[key, default: (0, 0)].bytes += Double(stored.bytes)
            sums[key, default: (0, 0)].weights += Double(stored.tensor.weights)
        }
        matrices = sums.map {
            Matrices(type: $0.type, use: $0.use, bytes: $1.bytes, weights: $1.weights, isTail: $0.isTail)
        }.sorted(by: Self.precedes)
    }

    /// The largest first. No two are alike, so that sums are of the same bits in each run.
    private static func precedes(_ one: Matrices, _ other: Matrices) -> Bool {
        if one.bytes != other.bytes { return one.bytes > other.bytes }
        let rank = { (matrices: Matrices) in
            (matrices.type.rawValue, [.always, .expert, .output].firstIndex(of: matrices.use) ?? 0)
        }
        if rank(one) != rank(other) { return rank(one) < rank(other) }
        return !one.isTail && other.isTail
    }

    private struct Key: Hashable {
        let type: TensorType
        let use: Use
        let isTail: Bool
    }

    /// Nil of tables of which a token needs one row.
    private static func use(_ tensor: ModelTensor, isTied: Bool, experts: Int) -> Use? {
        switch tensor.role {
        case .output: .output
        case .embedding: isTied && !tensor.isPerLayer ? .output : nil
        case .position: nil
        default: tensor.isExpert && experts > 0 ? .expert : .always
        }
    }

    /// Of a catalogue's model; by the average bits of a weight where its tensors are not known.
    package init?(_ model: LanguageModel, _ format: WeightFormat) {
        if let mix = FileMix(rawValue: format.name), let stored = model.storedTensors(mix) {
            self.init(model, format: format.name, tensors: stored)
            return
        }
        let active = model.bytesPerToken(format)
        self.init(
            model, format: format.name, fileSize: model.fileSize(format), activeBytes: active,
            type: format.usualType)
    }

    /// Where only the size is known: all of it in one format.
    /// - Parameter activeBytes: read for each token.
    package init(
        _ model: LanguageModel, format: String, fileSize: ByteCount, activeBytes: ByteCount, type: TensorType
    ) {
        self.model = model
        self.format = format
        self.fileSize = fileSize
        let perByte = Double(type.blockWeights) / Double(type.blockBytes)
        let output = min(Double(model.vocabulary) * Double(model.embedding), Double(activeBytes.bytes) * perByte / 2)
        let rest = Double(activeBytes.bytes) - output / perByte
        matrices = [
            Matrices(type: type, use: .always, bytes: rest, weights: rest * perByte),
            Matrices(type: type, use: .output, bytes: output / perByte, weights: output),
        ]
    }

    /// The share of the experts' bytes that so many tokens touch: of E experts with k used, 1 − (1 − k/E)^B.
    package func touchedExperts(tokens: Double) -> Double {
        guard model.experts > 0 else { return 1 }
        let share = Double(model.activeExperts) / Double(model.experts)
        return tokens <= 1 ? share : 1 - pow(1 - share, tokens)
    }

    /// Bytes read for each generated token.
    package var bytesPerToken: ByteCount {
        ByteCount(clamping: matrices.reduce(0) { $0 + $1.bytes * ($1.use == .expert ? touchedExperts(tokens: 1) : 1) })
    }

    /// What must fit in memory: weights, the KV cache and a tenth more.
    package func memoryNeeded(context: Int, batch: Int = 1) -> ByteCount {
        let cache = model.kvCache(context: context)?.bytes ?? 0
        return ByteCount(clamping: 1.1 * (Double(fileSize.bytes) + Double(cache) * Double(batch)))
    }
}
