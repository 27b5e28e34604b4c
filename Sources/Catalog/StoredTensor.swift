/// A tensor in the type a file has it in.
package struct StoredTensor: Hashable, Sendable {
    package let tensor: ModelTensor
    package let type: TensorType
    package let bytes: Int

    /// - Returns: Nil where the row is no whole number of blocks, or the bytes overflow.
    package init?(_ tensor: ModelTensor, _ type: TensorType) {
        guard let width = tensor.dimensions.first, width % type.blockWeights == 0,
            let bytes = type.bytes(weights: tensor.weights)
        else { return nil }
        self.tensor = tensor
        self.type = type
        self.bytes = bytes
    }
}
