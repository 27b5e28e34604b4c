import Records

/// An object's members, with errors that name the field.
struct JSONFields {
    private let members: [String: JSONValue]
    /// Nil for a row that is no object.
    init?(_ value: JSONValue) {
        guard case .object(let members) = value else { return nil }
        self.members = members
    }

    subscript(_ key: String) -> JSONValue? {
        guard let value = members[key], value != .null else { return nil }
        return value
    }

    func text(_ key: String) throws(FieldError) -> String? {
        guard let value = self[key] else { return nil }
        guard case .string(let text) = value else { throw FieldError(key, "is no text") }
        return text
    }

    func flag(_ key: String) throws(FieldError) -> Bool? {
        guard let value = self[key] else { return nil }
        guard case .bool(let isSet) = value else { throw FieldError(key, "is neither true nor false") }
        return isSet
    }

    /// On or off, however builds have written it: true, 1, "1".
    func setting(_ key: String) throws(FieldError) -> Bool? {
        switch self[key] {
        case nil: nil
        case .bool(let isOn): isOn
        case .integer(0), .string("0"), .string("false"): false
        case .integer(1), .string("1"), .string("true"): true
        default: throw FieldError(key, "is neither on nor off")
        }
    }

    func whole(_ key: String, _ range: ClosedRange<Int>) throws(FieldError) -> Int? {
        guard let value = self[key] else { return nil }
        guard case .integer(let number) = value else { throw FieldError(key, "is no whole number") }
        guard range.contains(number) else {
            throw FieldError(key, "is \(number), and not between \(range.lowerBound) and \(range.upperBound)")
        }
        return number
    }

    func number(_ key: String, _ range: ClosedRange<Double>) throws(FieldError) -> Double? {
        guard let value = self[key] else { return nil }
        return try Self.number(value, range, key)
    }

    func numbers(_ key: String, _ range: ClosedRange<Double>) throws(FieldError) -> [Double]? {
        guard let value = self[key] else { return nil }
        guard case .array(let elements) = value else { throw FieldError(key, "is no array") }
        var numbers: [Double] = []
        for element in elements { numbers.append(try Self.number(element, range, key)) }
        return numbers
    }

    /// The value, or an error that it is missing.
    static func required<Value>(_ key: String, _ value: Value?) throws(FieldError) -> Value {
        guard let value else { throw FieldError(key, "is missing") }
        return value
    }

    private static func number(
        _ value: JSONValue, _ range: ClosedRange<Double>, _ key: String
    ) throws(FieldError) -> Double {
        let number: Double
        switch value {
        case .integer(let value): number = Double(value)
        case .number(let value): number = value
        default: throw FieldError(key, "is no number")
        }
        guard range.contains(number) else {
            throw FieldError(key, "is \(number), and not between \(range.lowerBound) and \(range.upperBound)")
        }
        return number
    }
}

/// A field that cannot be.
struct FieldError: Error {
    /// "n_threads is no whole number".
    let cause: String

    init(_ key: String, _ cause: String) { self.cause = "\(key) \(cause)" }
}
