import Tables

/// A drawing that stands alone: SVG text, and the words that say the same to whoever cannot see it.
package struct Figure: Hashable, Sendable {
    /// The file's name without `.svg`.
    package let name: String
    /// The heading, which is in the picture too.
    package let title: String
    /// The whole file.
    package let svg: String
    /// What the picture shows, as one paragraph of plain text; not escaped.
    package let altText: String
}

extension Figure {
    /// Every figure is as wide; a page may scale it.
    static let width = 700.0
    /// Between the outermost ink and the edge.
    static let margin = 16.0

    /// Frames a drawing: size, font, a white ground that also shows on a dark page, title and description.
    init(name: String, title: String, altText: String, height: Double, body: [String]) {
        self.name = name
        self.title = title.printable
        self.altText = altText.printable
        let ground = SVG.element("rect", ["width": Self.width.svg, "height": height.svg, "fill": "#ffffff"])
        let words = [SVG.element("title", [:], title.escapedForXML), SVG.element("desc", [:], altText.escapedForXML)]
        let content = (words + [ground] + body).map { $0 + "\n" }.joined()
        svg =
            SVG.element(
                "svg",
                [
                    "xmlns": "http://www.w3.org/2000/svg", "role": "img", "width": Self.width.svg,
                    "height": height.svg, "viewBox": "0 0 \(Self.width.svg) \(height.svg)",
                    "font-family": "'Helvetica Neue', Helvetica, Arial, 'DejaVu Sans', sans-serif", "font-size": "12",
                ], "\n" + content) + "\n"
    }
}
