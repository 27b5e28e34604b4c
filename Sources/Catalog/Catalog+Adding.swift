import FoundationEssentials

extension Catalog {
    /// This catalogue with the rows of a file: {"platforms": […], "processors": […], "cores": […]}, each as in the
    /// built-in ones. A row replaces the built-in row of its name.
    /// - Throws: `CatalogError`, which names the row and the field.
    package func adding(_ bytes: [UInt8]) throws -> Catalog {
        guard bytes.count <= Self.largestFile else {
            throw CatalogError("the file has \(bytes.count) bytes; at most \(Self.largestFile) are read")
        }
        let rows = try Self.rows(Data(bytes))
        let catalog = Catalog(
            models: models, formats: formats, cores: Self.merged(rows.cores ?? [], cores, by: \.name),
            platforms: Self.merged(rows.platforms ?? [], platforms, by: \.name),
            processors: Self.merged(rows.processors ?? [], processors, by: \.name), classes: classes)
        try catalog.check(rows.cores ?? [], rows.platforms ?? [], rows.processors ?? [])
        return catalog
    }

    // The built-in files have 40 kB.
    private static let largestFile = 1 << 20

    /// New rows come first, since the first core that matches is meant; of two new ones with one name the later counts.
    private static func merged<Row>(_ new: [Row], _ old: [Row], by name: (Row) -> String) -> [Row] {
        var seen: Set<String> = []
        let added = new.reversed().filter { seen.insert(CPUName(name($0)).text).inserted }.reversed()
        return added + old.filter { !seen.contains(CPUName(name($0)).text) }
    }

    private static func rows(_ data: Data) throws -> CatalogRows {
        do {
            let fields = try JSONDecoder().decode([String: [[String: AnyJSON]]].self, from: data)
            try CatalogRows.checkNames(fields)
            return try JSONDecoder().decode(CatalogRows.self, from: data)
        } catch let error as DecodingError {
            throw CatalogError(Self.text(of: error))
        }
    }

    private static func text(of error: DecodingError) -> String {
        switch error {
        case .keyNotFound(let key, let context):
            "\(place(context.codingPath)): the field \"\(key.stringValue)\" is missing"
        case .typeMismatch(let type, let context):
            "\(place(context.codingPath)): must be \(word(type))"
        case .valueNotFound(let type, let context):
            "\(place(context.codingPath)): must be \(word(type)), and is null or cut short"
        case .dataCorrupted(let context) where context.codingPath.isEmpty: "the file is not JSON"
        case .dataCorrupted(let context):
            "\(place(context.codingPath)): is no value that is allowed; a range is [low, high]"
        @unknown default: "the file cannot be read"
        }
    }

    /// "row 2 of platforms, field channels".
    private static func place(_ path: [any CodingKey]) -> String {
        guard let table = path.first else { return "the file" }
        guard path.count > 1, let row = path[1].intValue else { return table.stringValue.debugDescription }
        let field = path.dropFirst(2).map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }.joined(separator: ".")
        let start = "row \(row + 1) of \"\(table.stringValue)\""
        return field.isEmpty ? start : "\(start), field \"\(field)\""
    }

    private static func word(_ type: Any.Type) -> String {
        switch type {
        case is String.Type: "text"
        case is Int.Type: "a whole number"
        case is Double.Type: "a number"
        case is any Collection.Type where "\(type)".hasPrefix("Dictionary"): "an object {…}"
        case is any Collection.Type: "a list […]"
        default: "a list […] or an object {…}, as in the built-in rows"
        }
    }
}

/// Any value: only the names of fields matter.
struct AnyJSON: Decodable {
    init(from decoder: any Decoder) throws {}
}
