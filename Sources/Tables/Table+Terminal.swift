extension Table {
    /// Columns two spaces apart under ruled titles; nothing in a cell acts on the terminal.
    package var terminalText: String {
        let widths = widths(of: \.printable)
        let lines =
            [padded(columns.map(\.title.printable), to: widths), widths.map { String(repeating: "─", count: $0) }]
            + rows.map { padded($0.map(\.printable), to: widths) }
        return lines.map { line in
            var text = line.joined(separator: "  ")
            while text.last == " " { text.removeLast() }
            return text + "\n"
        }.joined()
    }
}
