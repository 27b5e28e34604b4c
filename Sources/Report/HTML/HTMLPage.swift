/// A report as one HTML file that needs nothing beside it and loads nothing.
package struct HTMLPage {
    private let blocks: [MarkdownBlock]
    private let figures: [Figure]

    /// - Parameter markdown: a page as our sections write it.
    /// - Parameter figures: those that the page shows; of others only their words are shown.
    package init(markdown: String, figures: [Figure] = []) {
        blocks = BlockParser.blocks(markdown)
        self.figures = figures
    }

    /// The content alone, without a frame.
    package var fragment: String {
        var writer = BlockWriter(figures)
        return writer.html(blocks)
    }

    /// The whole file. The same report is always the same bytes.
    package var html: String {
        var writer = BlockWriter(figures)
        let parts = blocks.split(before: Self.isSection)
        let header = HTML.element("header", "\n" + writer.html(parts.first ?? []))
        let sections = parts.dropFirst().map { HTML.element("section", "\n" + writer.html($0)) + "\n" }
        let main = HTML.element("main", "\n" + sections.joined())
        let contents = ContentsList(writer.headings).html
        let title = writer.headings.first { $0.level == 1 }?.title ?? "Hardware report"
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            \(Self.head(title))</head>
            <body>
            \(header)
            \(contents)\(main)
            </body>
            </html>

            """
    }

    private static func isSection(_ block: MarkdownBlock) -> Bool {
        if case .heading(level: 2, _) = block { true } else { false }
    }

    private static func head(_ title: String) -> String {
        [
            HTML.start("meta", ["charset": "utf-8"]),
            HTML.start("meta", ["http-equiv": "Content-Security-Policy", "content": policy]),
            HTML.start("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"]),
            HTML.start("meta", ["name": "color-scheme", "content": "light dark"]),
            HTML.element("title", title.escapedForXML),
            HTML.element("style", "\n" + StyleSheet.text),
        ].map { $0 + "\n" }.joined()
    }

    /// Nothing may be loaded, run or sent: there are only the styles in the page itself.
    private static let policy =
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
}

extension Array {
    /// Pieces, each but the first beginning with an element that matches; the first may be empty.
    fileprivate func split(before begins: (Element) -> Bool) -> [[Element]] {
        reduce(into: [[]]) { parts, element in
            if begins(element) { parts.append([element]) } else { parts[parts.count - 1].append(element) }
        }
    }
}
