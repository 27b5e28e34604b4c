extension Catalog {
    /// The three names in the catalogue that come nearest to a text, the nearest first: for a message that none is
    /// meant.
    package func suggestions(for text: String) -> [String] {
        let wanted = Array(CPUName(Self.sockets(text).1).text.utf8.prefix(48))
        let names = processors.map(\.name) + platforms.map(\.name)
        let ranked = names.enumerated().map { index, name in
            (name: name, distance: Self.edits(wanted, Array(CPUName(name).text.utf8.prefix(48))), index: index)
        }
        return ranked.sorted { ($0.distance, $0.index) < ($1.distance, $1.index) }.prefix(3).map(\.name)
    }

    /// Bytes to insert, remove or replace, to make one of the other (Levenshtein's distance).
    private static func edits(_ one: [UInt8], _ other: [UInt8]) -> Int {
        var row = Array(0...other.count)
        for (index, byte) in one.enumerated() {
            var corner = row[0]
            row[0] = index + 1
            for (place, second) in other.enumerated() {
                let replaced = corner + (byte == second ? 0 : 1)
                corner = row[place + 1]
                row[place + 1] = min(replaced, corner + 1, row[place] + 1)
            }
        }
        return row[other.count]
    }
}
