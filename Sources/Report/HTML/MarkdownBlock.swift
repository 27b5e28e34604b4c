/// A part of a page in the Markdown that our own sections write, and in nothing more.
indirect enum MarkdownBlock: Hashable {
    /// - Parameter level: from 1 to 6.
    case heading(level: Int, [MarkdownSpan])
    case paragraph([MarkdownSpan])
    /// - Parameter start: the first number; nil where the items have points.
    case list(start: Int?, items: [[MarkdownBlock]])
    /// A fenced block, with its line breaks.
    case code(String)
    case table(MarkdownTable)
    case quote([MarkdownBlock])
    /// A picture that stands alone, with the words that say the same.
    case figure(altText: String, source: String)
    /// What is shown when it is asked for: `<details><summary>…</summary>`.
    case details(summary: [MarkdownSpan], [MarkdownBlock])
}

/// A part of a line.
indirect enum MarkdownSpan: Hashable {
    /// Not escaped.
    case text(String)
    case code(String)
    case strong([MarkdownSpan])
    case emphasis([MarkdownSpan])
    case link([MarkdownSpan], target: String)
}

/// A pipe table: as many cells in each row as there are columns.
struct MarkdownTable: Hashable {
    var columns: [Column]
    var rows: [[[MarkdownSpan]]]

    struct Column: Hashable {
        var title: [MarkdownSpan]
        var isRight: Bool
    }
}

extension [MarkdownSpan] {
    /// The words alone.
    var plainText: String {
        map { span in
            switch span {
            case .text(let text), .code(let text): text
            case .strong(let spans), .emphasis(let spans), .link(let spans, _): spans.plainText
            }
        }.joined()
    }
}
