/// Reads JSON that others wrote and that may be damaged or hostile, by the letter of RFC 8259.
///
/// FoundationEssentials' decoder does not tell which field has a number that does not fit, nor which value is cut off.
package struct JSONReader {
    private let bytes: [UInt8]
    package private(set) var position = 0
    /// How many more values may come: an empty array takes 2 bytes in the file, and 50 in memory.
    private var valuesLeft: Int

    /// Known files nest 5 deep.
    private static let deepest = 64

    package init(_ bytes: some Sequence<UInt8>, valuesAtMost: Int = 4 << 20) {
        self.bytes = Array(bytes)
        valuesLeft = valuesAtMost
    }

    /// A whole text of one value.
    package static func value(
        _ bytes: some Sequence<UInt8>, valuesAtMost: Int = 4 << 20
    ) throws(JSONError) -> JSONValue {
        var reader = JSONReader(bytes, valuesAtMost: valuesAtMost)
        let value = try reader.value()
        guard reader.next == nil else { throw reader.error("something follows its end") }
        return value
    }

    /// The first byte that is not blank, which stays unread; nil at the end.
    package var next: UInt8? {
        mutating get {
            while let byte = peek, [0x20, 0x0A, 0x0D, 0x09].contains(byte) { position += 1 }
            return peek
        }
    }

    /// Whether the byte comes next, which is then read.
    package mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard next == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    package mutating func value(depth: Int = 0) throws(JSONError) -> JSONValue {
        guard depth < Self.deepest else { throw error("it nests over \(Self.deepest) deep") }
        guard valuesLeft > 0 else { throw error("it has too many values") }
        valuesLeft -= 1
        switch next {
        case UInt8(ascii: "{"): return try object(depth)
        case UInt8(ascii: "["): return try array(depth)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return try number()
        }
    }

    private mutating func object(_ depth: Int) throws(JSONError) -> JSONValue {
        var members: [String: JSONValue] = [:]
        position += 1
        if skip("}") { return .object([:]) }
        repeat {
            guard next == UInt8(ascii: "\"") else { throw error("a name is missing") }
            let name = try string()
            guard skip(":") else { throw error("a colon is missing") }
            guard members.updateValue(try value(depth: depth + 1), forKey: name) == nil else {
                throw error("'\(name.prefix(100))' is there twice")
            }
        } while skip(",")
        guard skip("}") else { throw error("a comma or } is missing") }
        return .object(members)
    }

    private mutating func array(_ depth: Int) throws(JSONError) -> JSONValue {
        var elements: [JSONValue] = []
        position += 1
        if skip("]") { return .array([]) }
        repeat { elements.append(try value(depth: depth + 1)) } while skip(",")
        guard skip("]") else { throw error("a comma or ] is missing") }
        return .array(elements)
    }

    private mutating func word(_ word: String, _ value: JSONValue) throws(JSONError) -> JSONValue {
        guard bytes[position...].starts(with: word.utf8) else { throw error("a value is missing") }
        position += word.utf8.count
        return value
    }
}

extension JSONReader {
    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    /// What is wrong where it stands.
    package func error(_ cause: String) -> JSONError {
        JSONError(cause: position < bytes.count ? "\(cause) at byte \(position + 1)" : "it is cut short")
    }

    private mutating func number() throws(JSONError) -> JSONValue {
        let start = position
        accept("-")
        let isZero = peek == UInt8(ascii: "0")
        let whole = digits()
        guard whole > 0, whole == 1 || !isZero else { throw error("a value is missing") }
        var isWhole = true
        if accept(".") {
            isWhole = false
            guard digits() > 0 else { throw error("a digit is missing") }
        }
        if accept("e") || accept("E") {
            isWhole = false
            if !accept("-") { accept("+") }
            guard digits() > 0 else { throw error("a digit is missing") }
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if isWhole, let value = Int(text) { return .integer(value) }
        // What no Double holds is infinite, and out of any field's range.
        return .number(Double(text) ?? .infinity)
    }

    private mutating func digits() -> Int {
        let start = position
        while let byte = peek, (0x30...0x39).contains(byte) { position += 1 }
        return position - start
    }

    @discardableResult private mutating func accept(_ character: Unicode.Scalar) -> Bool {
        guard peek == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    private mutating func string() throws(JSONError) -> String {
        position += 1
        // Most texts have nothing to replace, and are taken as they stand.
        if let end = plainEnd(), let text = String(validating: bytes[position..<end], as: UTF8.self) {
            position = end + 1
            return text
        }
        var text: [UInt8] = []
        while let byte = peek, byte != UInt8(ascii: "\"") {
            guard byte >= 0x20 else { throw error("a control character stands in a text") }
            position += 1
            if byte == UInt8(ascii: "\\") { text += try escaped() } else { text.append(byte) }
        }
        guard accept("\"") else { throw error("a text does not end") }
        guard let text = String(validating: text, as: UTF8.self) else { throw error("a text is not UTF-8") }
        return text
    }

    /// The quotation mark that ends a text without escapes; nil of any other.
    private func plainEnd() -> Int? {
        for index in position..<bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "\""): return index
            case UInt8(ascii: "\\"), 0..<0x20: return nil
            default: continue
            }
        }
        return nil
    }

    private mutating func escaped() throws(JSONError) -> [UInt8] {
        guard let byte = peek else { throw error("a text does not end") }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "u"):
            var units = [try unit()]
            // A pair of surrogates is one character.
            if UTF16.isLeadSurrogate(units[0]), accept("\\"), accept("u") { units.append(try unit()) }
            return Array(String(decoding: units, as: UTF16.self).utf8)
        default: throw error("\\ has no meaning")
        }
    }

    private mutating func unit() throws(JSONError) -> UInt16 {
        let digits = bytes[position...].prefix(4)
        guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
            let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw error("\\u lacks its four digits") }
        position += 4
        return unit
    }
}

/// Why a text is no JSON.
package struct JSONError: Error {
    package let cause: String

    package init(cause: String) { self.cause = cause }
}
