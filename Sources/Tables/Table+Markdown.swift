extension Table {
    /// A pipe table, aligned so that it also reads well as plain text.
    package var markdown: String {
        let widths = widths(of: \.escapedForMarkdown).map { max(3, $0) }
        let rules = zip(columns, widths).map { column, width in
            let dashes = String(repeating: "-", count: width - 1)
            return column.side == .left ? dashes + "-" : dashes + ":"
        }
        let lines =
            [padded(columns.map(\.title.escapedForMarkdown), to: widths), rules]
            + rows.map { padded($0.map(\.escapedForMarkdown), to: widths) }
        return lines.map { "| " + $0.joined(separator: " | ") + " |\n" }.joined()
    }
}
