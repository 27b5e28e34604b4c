/// A value of a GGUF file's metadata.
package enum GGUFValue: Hashable, Sendable {
    case integer(Int)
    /// Over 2⁶³.
    case hugeInteger(UInt64)
    case number(Double)
    case flag(Bool)
    /// Bytes that are not UTF-8 are replaced.
    case text(String)
    /// A text of over 1 MiB, which is not kept.
    case longText
    /// An array's length, and its elements where they are integers or flags (as 0 and 1) and at most 4096. Others,
    /// such as a tokenizer's words, are not kept.
    case array(count: Int, integers: [Int]?)

    package var integer: Int? { if case .integer(let value) = self { value } else { nil } }
    package var text: String? { if case .text(let value) = self { value } else { nil } }
    /// How many elements an array has.
    package var count: Int? { if case .array(let count, _) = self { count } else { nil } }

    /// The integer, or the one that all elements of an array are; nil where they differ or were not kept.
    package var commonInteger: Int? {
        if case .array(_, let integers) = self {
            return integers.flatMap { Set($0).count == 1 ? $0.first : nil }
        }
        return integer
    }
}

/// The types of GGUF's metadata, by their number in the file.
enum GGUFValueType: UInt32 {
    case uint8 = 0
    case int8 = 1
    case uint16 = 2
    case int16 = 3
    case uint32 = 4
    case int32 = 5
    case float32 = 6
    case bool = 7
    case string = 8
    case array = 9
    case uint64 = 10
    case int64 = 11
    case float64 = 12

    /// The least that a value takes in the file.
    var leastBytes: Int {
        switch self {
        case .uint8, .int8, .bool: 1
        case .uint16, .int16: 2
        case .uint32, .int32, .float32: 4
        case .string, .uint64, .int64, .float64: 8
        case .array: 12
        }
    }

    var isInteger: Bool {
        switch self {
        case .float32, .float64, .string, .array: false
        default: true
        }
    }
}
