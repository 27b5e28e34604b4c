extension Table {
    /// Columns two spaces apart under ruled titles.
    package var terminalText: String {
        let widths = widths { $0 }
        let lines =
            [padded(columns.map(\.title), to: widths), widths.map { String(repeating: "─", count: $0) }]
            + rows.map { padded($0, to: widths) }
        return lines.map { line in
            var text = line.joined(separator: "  ")
            while text.last == " " { text.removeLast() }
            return text + "\n"
        }.joined()
    }
}
