extension Table {
    /// A pipe table, aligned so that it also reads well as plain text.
    package var markdown: String {
        let widths = widths(of: Self.escaped).map { max(3, $0) }
        let rules = zip(columns, widths).map { column, width in
            let dashes = String(repeating: "-", count: width - 1)
            return column.side == .left ? dashes + "-" : dashes + ":"
        }
        let lines =
            [padded(columns.map { Self.escaped($0.title) }, to: widths), rules]
            + rows.map { padded($0.map(Self.escaped), to: widths) }
        return lines.map { "| " + $0.joined(separator: " | ") + " |\n" }.joined()
    }

    /// A pipe or a line break inside a cell would end it.
    private static func escaped(_ cell: String) -> String {
        String(cell.flatMap { $0 == "|" ? "\\|" : $0.isNewline ? " " : String($0) })
    }
}
