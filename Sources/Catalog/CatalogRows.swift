/// The rows of a file of facts that a user adds.
struct CatalogRows: Decodable {
    let platforms: [Platform]?
    let processors: [Processor]?
    let cores: [CoreMicroarchitecture]?

    private static let fields: [String: Set<String>] = [
        "platforms": [
            "name", "socket", "category", "channels", "mostChannels", "channelWidth", "megatransfers", "memory",
            "tiles", "chiplets", "fabricGHz", "readBytesPerClock", "writeBytesPerClock", "cachesPerChiplet", "cores",
            "source", "matches", "names",
        ],
        "processors": [
            "name", "platform", "cores", "chiplets", "readBytesPerClock", "megatransfers", "source",
        ],
        "cores": ["name", "operations", "vectorBits", "instructionSets", "int8Set", "source", "matches"],
    ]

    /// Refuses tables and fields that mean nothing here: a misspelt "chiplet" would be left out in silence.
    static func checkNames(_ tables: [String: [[String: AnyJSON]]]) throws {
        for table in tables.keys.sorted() {
            guard let known = fields[table] else {
                throw CatalogError(
                    "the table \(String(table.prefix(40)).debugDescription) is unknown; there are "
                        + fields.keys.sorted().joined(separator: ", "))
            }
            for (index, row) in (tables[table] ?? []).enumerated() {
                guard let field = row.keys.sorted().first(where: { !known.contains($0) }) else { continue }
                throw CatalogError(
                    "row \(index + 1) of \"\(table)\": the field "
                        + "\(String(field.prefix(40)).debugDescription) is unknown; there are "
                        + known.sorted().joined(separator: ", "))
            }
        }
    }
}
