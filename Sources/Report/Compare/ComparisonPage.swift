import Tables

/// Headings, sentences and tables, for a terminal and as Markdown.
package struct ComparisonPage: Sendable {
    package enum Part: Hashable, Sendable {
        case heading(String)
        case text(String)
        case table(Table)
    }

    package var parts: [Part]

    package init(_ parts: [Part]) { self.parts = parts }

    /// For a terminal: lines of text, and ruled tables.
    package var terminalText: String {
        parts.map { part in
            switch part {
            case .heading(let text): text.printable + "\n"
            case .text(let text): text.printable + "\n"
            case .table(let table): table.terminalText
            }
        }.joined(separator: "\n")
    }

    /// The first heading is the document's title.
    package var markdown: String {
        var level = "#"
        return parts.map { part in
            switch part {
            case .heading(let text):
                defer { level = "##" }
                return "\(level) \(text.escapedForMarkdown)\n"
            case .text(let text): return text.escapedForMarkdown + "\n"
            case .table(let table): return table.markdown
            }
        }.joined(separator: "\n")
    }
}
