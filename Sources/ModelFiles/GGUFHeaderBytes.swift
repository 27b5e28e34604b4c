import Catalog

/// What stands before the weights of a GGUF file of version 3, as it is written.
struct GGUFHeaderBytes {
    /// What every reader assumes where general.alignment is missing; in bytes.
    static let alignment = 32

    private var keys: [[UInt8]] = []
    private var tensors: [[UInt8]] = []
    /// In bytes from the start of the weights: where the next tensor goes.
    private(set) var dataSize = 0

    /// Adds a key with its value. Arrays are not written.
    mutating func add(_ key: String, _ value: GGUFValue) {
        let name = Self.string(key)
        switch value {
        case .integer(let value):
            // llama.cpp reads its sizes as 32 bits.
            let isSmall = UInt32(exactly: value) != nil
            keys.append(
                name + (isSmall ? Self.typed(.uint32, UInt32(value)) : Self.typed(.int64, Int64(value))))
        case .hugeInteger(let value): keys.append(name + Self.typed(.uint64, value))
        case .number(let value): keys.append(name + Self.typed(.float32, Float(value).bitPattern))
        case .flag(let isSet): keys.append(name + Self.typed(.bool, UInt8(isSet ? 1 : 0)))
        case .text(let value): keys.append(name + Self.little(GGUFValueType.string.rawValue) + Self.string(value))
        case .longText, .array: break
        }
    }

    /// Adds a tensor behind those before it.
    mutating func add(_ stored: StoredTensor) {
        let dimensions = stored.tensor.dimensions
        tensors.append(
            Self.string(stored.tensor.name) + Self.little(UInt32(dimensions.count))
                + dimensions.flatMap { Self.little(UInt64($0)) } + Self.little(UInt32(stored.type.rawValue))
                + Self.little(UInt64(dataSize)))
        dataSize = Self.aligned(dataSize + stored.bytes)
    }

    /// All but the weights, which follow at once.
    var bytes: [UInt8] {
        let header =
            Array("GGUF".utf8) + Self.little(UInt32(3)) + Self.little(UInt64(tensors.count))
            + Self.little(UInt64(keys.count)) + keys.flatMap { $0 } + tensors.flatMap { $0 }
        return header + [UInt8](repeating: 0, count: Self.aligned(header.count) - header.count)
    }

    /// The next place where a tensor may start.
    static func aligned(_ position: Int) -> Int { (position + alignment - 1) / alignment * alignment }

    private static func string(_ text: String) -> [UInt8] { little(UInt64(text.utf8.count)) + Array(text.utf8) }

    private static func typed(_ type: GGUFValueType, _ value: some FixedWidthInteger) -> [UInt8] {
        little(type.rawValue) + little(value)
    }

    private static func little(_ value: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: value.littleEndian) { Array($0) }
    }
}
