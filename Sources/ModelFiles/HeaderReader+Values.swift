import Records

extension HeaderReader {
    /// The value of a key, its type before it.
    mutating func value(of key: String) throws -> GGUFValue {
        try value(try valueType(key), key)
    }

    private mutating func valueType(_ key: String) throws -> GGUFValueType {
        let number = try integer(UInt32.self, "the type of \(key)")
        guard let type = GGUFValueType(rawValue: number) else {
            throw source.damaged("\(key) has the unknown value type \(number)")
        }
        return type
    }

    private mutating func value(_ type: GGUFValueType, _ key: String) throws -> GGUFValue {
        switch type {
        case .uint8: .integer(Int(try integer(UInt8.self, key)))
        case .int8: .integer(Int(try integer(Int8.self, key)))
        case .uint16: .integer(Int(try integer(UInt16.self, key)))
        case .int16: .integer(Int(try integer(Int16.self, key)))
        case .uint32: .integer(Int(try integer(UInt32.self, key)))
        case .int32: .integer(Int(try integer(Int32.self, key)))
        case .int64: .integer(Int(try integer(Int64.self, key)))
        case .uint64: Self.unsigned(try integer(UInt64.self, key))
        case .float32: .number(Double(Float(bitPattern: try integer(UInt32.self, key))))
        case .float64: .number(Double(bitPattern: try integer(UInt64.self, key)))
        case .bool: .flag(try integer(UInt8.self, key) != 0)
        case .string: try bytes(limit: 1 << 20, key).map { .text(String(decoding: $0, as: UTF8.self)) } ?? .longText
        case .array: try array(key, depth: 1)
        }
    }

    private static func unsigned(_ value: UInt64) -> GGUFValue {
        Int(exactly: value).map { .integer($0) } ?? .hugeInteger(value)
    }

    /// Arrays of more are not kept; per-layer figures have as many as there are layers.
    private static let keptElements = 4096

    private mutating func array(_ key: String, depth: Int) throws -> GGUFValue {
        // No known file nests arrays at all.
        guard depth <= 4 else { throw source.damaged("\(key) nests arrays more than 4 deep") }
        let type = try valueType(key)
        let count = try count(of: "elements of \(key)", atLeast: type.leastBytes, limit: Self.longestHeader)
        guard type.isInteger, count <= Self.keptElements else {
            switch type {
            case .array: for _ in 0..<count { _ = try array(key, depth: depth + 1) }
            case .string: for _ in 0..<count { try skipString(key) }
            default: try skip(count * type.leastBytes, key)
            }
            return .array(count: count, integers: nil)
        }
        var integers: [Int]? = []
        for _ in 0..<count {
            switch try value(type, key) {
            case .integer(let value): integers?.append(value)
            case .flag(let isSet): integers?.append(isSet ? 1 : 0)
            default: integers = nil
            }
        }
        return .array(count: count, integers: integers)
    }
}
