/// Writes small GGUF files for tests: a header, and zeros for weights.
package struct GGUFBytes {
    package var version: UInt32 = 3
    /// As the header claims; nil for the true numbers.
    package var claimedTensors: UInt64?
    package var claimedKeys: UInt64?
    private var keys: [[UInt8]] = []
    private var tensors: [[UInt8]] = []
    private var dataEnd = 0

    package init() {}

    /// A key with a text.
    package mutating func text(_ key: String, _ value: String) {
        keys.append(Self.string(key) + Self.little(UInt32(8)) + Self.string(value))
    }

    /// A key with a 32-bit number.
    package mutating func number(_ key: String, _ value: UInt32) {
        keys.append(Self.string(key) + Self.little(UInt32(4)) + Self.little(value))
    }

    /// A key with an array of texts.
    package mutating func texts(_ key: String, _ values: [String]) {
        raw(key, type: 9, Self.little(UInt32(8)) + Self.little(UInt64(values.count)) + values.flatMap(Self.string))
    }

    /// A key with any type number and any bytes.
    package mutating func raw(_ key: String, type: UInt32, _ bytes: [UInt8]) {
        keys.append(Self.string(key) + Self.little(type) + bytes)
    }

    /// A tensor of a type number behind the one before it.
    /// - Parameter bytes: of its weights.
    package mutating func tensor(_ name: String, _ dimensions: [Int], type: UInt32, bytes: Int) {
        raw(tensor: name, dimensions.map(UInt64.init), type: type, offset: UInt64(dataEnd))
        dataEnd = (dataEnd + bytes + 31) / 32 * 32
    }

    /// A tensor with whatever it claims.
    package mutating func raw(tensor name: String, _ dimensions: [UInt64], type: UInt32, offset: UInt64) {
        tensors.append(
            Self.string(name) + Self.little(UInt32(dimensions.count)) + dimensions.flatMap(Self.little)
                + Self.little(type) + Self.little(offset))
    }

    /// All but the weights.
    package var header: [UInt8] {
        Array("GGUF".utf8) + Self.little(version) + Self.little(claimedTensors ?? UInt64(tensors.count))
            + Self.little(claimedKeys ?? UInt64(keys.count)) + keys.flatMap { $0 } + tensors.flatMap { $0 }
    }

    /// The whole file.
    package var bytes: [UInt8] {
        let header = header
        let padding = tensors.isEmpty ? 0 : (32 - header.count % 32) % 32
        return header + [UInt8](repeating: 0, count: padding + dataEnd)
    }

    /// A length of 64 bits and the bytes of a text.
    package static func string(_ text: String) -> [UInt8] { little(UInt64(text.utf8.count)) + Array(text.utf8) }

    /// The lowest byte first.
    package static func little(_ value: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: value.littleEndian) { Array($0) }
    }
}

extension GGUFBytes {
    /// A model of one layer with 2 of 8 experts, in Q8_0 and F32.
    package static var smallMixture: GGUFBytes {
        var file = GGUFBytes()
        file.text("general.architecture", "llama")
        file.text("general.name", "Small")
        file.number("general.file_type", 7)
        file.number("llama.block_count", 1)
        file.number("llama.embedding_length", 64)
        file.number("llama.attention.head_count", 4)
        file.number("llama.attention.head_count_kv", 2)
        file.number("llama.feed_forward_length", 32)
        file.number("llama.expert_count", 8)
        file.number("llama.expert_used_count", 2)
        file.texts("tokenizer.ggml.tokens", ["a", "b", "", "\u{7F}"])
        // 64 × 4 weights of 34 bytes for 32 each.
        file.tensor("token_embd.weight", [64, 4], type: 8, bytes: 272)
        file.tensor("output.weight", [64, 4], type: 8, bytes: 272)
        file.tensor("output_norm.weight", [64], type: 0, bytes: 256)
        file.tensor("blk.0.ffn_up_exps.weight", [64, 32, 8], type: 8, bytes: 17408)
        return file
    }
}
