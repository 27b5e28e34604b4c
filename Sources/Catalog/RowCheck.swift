/// Checks the fields of one row, and says which is wrong and what is allowed.
struct RowCheck {
    /// "platforms: EPYC 9005 Turin".
    let row: String

    init(_ table: String, _ name: String) {
        row = "\(table): \"\(name.prefix(60).filter { !Self.isControl($0) })\""
    }

    func require(_ condition: Bool, _ field: String, _ allowed: String) throws {
        guard condition else { throw CatalogError("\(row), field \"\(field)\": \(allowed)") }
    }

    func number<Number: Comparable>(_ value: Number?, _ field: String, in allowed: ClosedRange<Number>) throws {
        guard let value, !allowed.contains(value) else { return }
        throw CatalogError(
            "\(row), field \"\(field)\": \(value), and may be \(allowed.lowerBound) to \(allowed.upperBound)")
    }

    func range<Number: Comparable>(
        _ value: ClosedRange<Number>?, _ field: String, in allowed: ClosedRange<Number>
    ) throws {
        try number(value?.lowerBound, field, in: allowed)
        try number(value?.upperBound, field, in: allowed)
    }

    /// Text that goes into reports and onto terminals.
    func text(_ value: String?, _ field: String, atMost limit: Int = 80) throws {
        guard let value else { return }
        try require(
            !value.isEmpty && value.utf8.count <= limit && !value.contains(where: Self.isControl), field,
            "must have 1 to \(limit) bytes, and no control characters")
    }

    func known(_ value: String, _ field: String, in names: [String], of what: String) throws {
        try require(
            names.contains(value), field,
            "\"\(value.prefix(60).filter { !Self.isControl($0) })\" is not the name of a \(what)")
    }

    private static func isControl(_ character: Character) -> Bool {
        character.unicodeScalars.contains { $0.value < 32 || (127..<160).contains($0.value) }
    }
}
