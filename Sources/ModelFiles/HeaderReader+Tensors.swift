import Catalog
import Records

extension HeaderReader {
    /// One entry of the list of tensors.
    mutating func tensor(_ index: Int) throws -> GGUFTensor {
        // ggml's own limit is 64; leave room for longer ones.
        let name = try name(limit: 1024, "the name of tensor \(index + 1)")
        let dimensions = try dimensions(name)
        let number = try integer(UInt32.self, "the type of \(name)")
        guard let type = TensorType(rawValue: Int(number)) else { throw source.unknownType(number, of: name) }
        let offset = try integer(UInt64.self, "the offset of \(name)")
        guard let offset = Int(exactly: offset) else { throw source.damaged("\(name) starts beyond 2⁶³ bytes") }
        guard let stored = StoredTensor(ModelTensor(name, dimensions), type) else {
            throw source.damaged(
                "rows of \(dimensions[0]) in \(name) are no whole blocks of \(type.blockWeights) (\(type.name)), "
                    + "or it has over 2⁶³ bytes")
        }
        return GGUFTensor(stored: stored, offset: offset)
    }

    private mutating func dimensions(_ name: String) throws -> [Int] {
        let count = try integer(UInt32.self, "the dimensions of \(name)")
        guard (1...4).contains(count) else { throw source.damaged("\(name) has \(count) dimensions, not 1 to 4") }
        var dimensions: [Int] = []
        var product = 1
        for _ in 0..<count {
            let size = try integer(UInt64.self, "the dimensions of \(name)")
            guard let size = Int(exactly: size), size > 0 else {
                throw source.damaged("\(name) has a dimension of \(size)")
            }
            let (weights, overflow) = product.multipliedReportingOverflow(by: size)
            guard !overflow else { throw source.damaged("\(name) has over 2⁶³ weights") }
            product = weights
            dimensions.append(size)
        }
        return dimensions
    }
}

extension ByteSource {
    fileprivate func unknownType(_ number: UInt32, of tensor: String) -> Failure {
        // Once in ggml.h, with the last release of GGUF files in them.
        let removed: [UInt32: String] = [
            4: "Q4_2", 5: "Q4_3", 31: "Q4_0_4_4", 32: "Q4_0_4_8", 33: "Q4_0_8_8", 36: "IQ4_NL_4_4", 37: "IQ4_NL_4_8",
            38: "IQ4_NL_8_8",
        ]
        let known = removed[number].map { " (\($0), which llama.cpp has removed)" } ?? ""
        return Failure(
            .badData, cannot: "read \(name)",
            because: "tensor \(tensor) has the type number \(number)\(known), which this program does not know",
            remedy: "Obtain the model in another format, or a newer version of this program")
    }
}
