import Quantities

/// Bytes of a model's weights: those a file holds, and those read to generate one token.
package struct WeightBytes: Hashable, Sendable {
    package let file: [TensorType: Int]
    package let perToken: [TensorType: Int]

    /// - Parameters:
    ///   - experts: in each mixture; 0 in a dense model.
    ///   - usedLayers: blocks that generation runs; those beyond only guess further tokens. Nil for all.
    package init(_ tensors: [StoredTensor], experts: Int, activeExperts: Int, usedLayers: Int? = nil) {
        let isTied = !tensors.contains { $0.tensor.role == .output }
        var file: [TensorType: Int] = [:]
        var perToken: [TensorType: Int] = [:]
        for stored in tensors {
            file[stored.type, default: 0] += stored.bytes
            if let layer = stored.tensor.layer, let usedLayers, layer >= usedLayers { continue }
            perToken[stored.type, default: 0] += stored.read(isTied, experts, activeExperts)
        }
        self.file = file
        self.perToken = perToken
    }

    /// All weights of a file; its header, with the tokenizer, adds some megabytes.
    package var fileSize: ByteCount { ByteCount(file.values.reduce(0, +)) }

    /// Read to generate one token: the output matrix, all layers, of experts the active share, and of the table of
    /// embeddings one row, unless it is the output matrix as well.
    package var bytesPerToken: ByteCount { ByteCount(perToken.values.reduce(0, +)) }
}

extension StoredTensor {
    fileprivate func read(_ isTied: Bool, _ experts: Int, _ activeExperts: Int) -> Int {
        let isOutput = isTied && tensor.role == .embedding && !tensor.isPerLayer
        if tensor.role == .position || tensor.role == .embedding && !isOutput {
            return bytes / max(1, tensor.weights / max(1, tensor.dimensions[0]))
        }
        // In Double, since bytes times experts may overflow.
        guard tensor.isExpert, experts > 0 else { return bytes }
        return Int(Double(bytes) * Double(min(activeExperts, experts)) / Double(experts))
    }
}

extension WeightBytes {
    /// Weights multiplied for one generated token.
    package var weightsPerToken: Int {
        perToken.reduce(0) { $0 + $1.value / $1.key.blockBytes * $1.key.blockWeights }
    }
}
