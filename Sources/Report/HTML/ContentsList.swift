/// What is on the page: its sections, and below each its parts.
struct ContentsList {
    private let headings: [BlockWriter.Heading]

    init(_ headings: [BlockWriter.Heading]) { self.headings = headings.filter { $0.level == 2 || $0.level == 3 } }

    /// Empty where there is nothing to choose from.
    var html: String {
        guard headings.count > 1 else { return "" }
        var items = ""
        var rest = headings[...]
        while let heading = rest.popFirst() {
            let parts = rest.prefix { $0.level > heading.level }
            rest = rest.dropFirst(parts.count)
            let inner = parts.map { HTML.element("li", Self.link($0)) + "\n" }.joined()
            let list = parts.isEmpty ? "" : "\n" + HTML.element("ul", "\n" + inner)
            items += HTML.element("li", Self.link(heading) + list) + "\n"
        }
        return HTML.element("nav", ["aria-label": "Contents"], "\n" + HTML.element("ul", "\n" + items)) + "\n"
    }

    private static func link(_ heading: BlockWriter.Heading) -> String {
        HTML.element("a", ["href": "#\(heading.anchor)"], heading.title.escapedForXML)
    }
}
