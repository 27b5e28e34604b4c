import Tables

/// A piece of a page on theory, for a terminal and for the report.
package enum TheoryBlock: Hashable, Sendable {
    case heading(String)
    case text(String)
    case table(Table)
}

extension [TheoryBlock] {
    /// For a person at a terminal.
    package var terminalText: String {
        map { block in
            switch block {
            case .heading(let title): "\(title.printable)\n" + String(repeating: "═", count: title.count) + "\n"
            case .text(let text): text.printable + "\n"
            case .table(let table): table.terminalText
            }
        }.joined(separator: "\n")
    }

    /// - Parameter level: of its headings.
    package func markdown(level: Int) -> String {
        map { block in
            switch block {
            case .heading(let title):
                String(repeating: "#", count: level) + " \(title.escapedForMarkdown)\n"
            case .text(let text): text.escapedForMarkdown + "\n"
            case .table(let table): table.markdown
            }
        }.joined(separator: "\n")
    }
}
