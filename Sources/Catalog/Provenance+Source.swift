/// The quantities that a row's source may speak of one by one: "source document; fabric and caches from memory".
package enum FactTopic: String, CaseIterable, Sendable {
    case memory
    case chiplets
    case fabric
    case links
    case caches
    case clocks

    /// What a source calls it.
    fileprivate var words: [String] {
        switch self {
        // No source names the memory's own facts: they are what the rest of it is about.
        case .memory: []
        case .chiplets: ["chiplet", "one die"]
        case .fabric: ["fabric", "FCLK"]
        case .links: ["link"]
        case .caches: ["caches"]
        case .clocks: ["clock"]
        }
    }

    fileprivate func isNamed(in part: Substring) -> Bool { words.contains { part.contains($0) } }
}

extension Provenance {
    /// Of one quantity of a table's row: assumed where its source says that this is only remembered.
    /// - Parameter row: what the row is called, to be told with it; nil where that is plain.
    package init(source: String, _ topic: FactTopic, row: String? = nil) {
        let parts = source.split(separator: ";").map { $0.drop { $0 == " " } }
        let own = parts.filter(topic.isNamed)
        let general = parts.filter { part in !FactTopic.allCases.contains { $0.isNamed(in: part) } }
        let told = own.isEmpty ? general : own
        let isRemembered = told.isEmpty || told.contains { $0.contains("memory") }
        let text = (told.isEmpty ? parts : told).joined(separator: "; ")
        self.init(isRemembered ? .assumed : .table, row.map { "\($0): \(text)" } ?? text)
    }
}

extension Sourced {
    /// One quantity of a table's row.
    package init(_ value: Value, source: String, _ topic: FactTopic, row: String? = nil, range: String? = nil) {
        let provenance = Provenance(source: source, topic, row: row)
        self.init(value, provenance.kind, provenance.detail, range: range)
    }
}
