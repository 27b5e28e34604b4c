/// Writes blocks as HTML, and notes the headings on the way.
struct BlockWriter {
    /// By their files' names.
    private let figures: [String: Figure]
    private var anchors = Anchors()
    /// The headings so far, for a table of contents.
    private(set) var headings: [Heading] = []

    struct Heading: Hashable {
        var level: Int
        var title: String
        var anchor: String
    }

    init(_ figures: [Figure]) {
        self.figures = Dictionary(figures.map { ("\($0.name).svg", $0) }) { first, _ in first }
    }

    mutating func html(_ blocks: [MarkdownBlock]) -> String { blocks.map { html($0) + "\n" }.joined() }

    private mutating func html(_ block: MarkdownBlock) -> String {
        switch block {
        case .heading(let level, let spans): return heading(level, spans)
        case .paragraph(let spans): return HTML.element("p", spans.html)
        case .list(let start, let items): return list(start, items)
        case .code(let text):
            // A scrolling box must be reached without a pointer too.
            return HTML.element("pre", ["tabindex": "0"], HTML.element("code", HTML.lines(text)))
        case .table(let table): return table.html(under: headings.last?.title ?? "")
        case .quote(let inner): return HTML.element("blockquote", "\n" + html(inner))
        case .figure(let altText, let source): return figure(altText, source)
        case .details(let summary, let inner):
            return HTML.element("details", "\n" + HTML.element("summary", summary.html) + "\n" + html(inner))
        }
    }

    private mutating func heading(_ level: Int, _ spans: [MarkdownSpan]) -> String {
        let title = spans.plainText
        let anchor = anchors.next(for: title)
        headings.append(Heading(level: level, title: title, anchor: anchor))
        return HTML.element("h\(level)", ["id": anchor], spans.html)
    }

    private mutating func list(_ start: Int?, _ items: [[MarkdownBlock]]) -> String {
        let content = items.map { item -> String in
            // One paragraph needs no element of its own; neither does the first of more.
            guard case .paragraph(let spans)? = item.first else { return HTML.element("li", html(item)) + "\n" }
            let rest = item.dropFirst()
            return HTML.element("li", spans.html + (rest.isEmpty ? "" : "\n" + html(Array(rest)))) + "\n"
        }.joined()
        switch start {
        case nil: return HTML.element("ul", "\n" + content)
        case 1?: return HTML.element("ol", "\n" + content)
        case let start?: return HTML.element("ol", ["start": "\(start)"], "\n" + content)
        }
    }

    /// The picture itself; its words where there is none.
    private func figure(_ altText: String, _ source: String) -> String {
        guard let figure = figures[source] else { return HTML.element("p", altText.escapedForXML) }
        return HTML.element("figure", ["tabindex": "0"], "\n" + figure.svg)
    }
}
