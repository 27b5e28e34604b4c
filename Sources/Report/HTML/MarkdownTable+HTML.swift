extension MarkdownTable {
    /// In a box of its own that scrolls where the page is narrow.
    /// - Parameter heading: what the table is found under, for readers who cannot see it.
    func html(under heading: String) -> String {
        let titles = columns.map { column in
            column.title.isEmpty
                ? HTML.element("td", "")
                : HTML.element("th", Self.classes("col", column, isLong: Self.isLong(column.title)), column.title.html)
        }
        let head = HTML.element("thead", HTML.element("tr", titles.joined())) + "\n"
        let long = columns.indices.map(isLong)
        let body = rows.map { row in
            HTML.element("tr", row.enumerated().map { html($1, $0, isLong: long[$0]) }.joined()) + "\n"
        }
        let table = HTML.element(
            "table", ["class": shape],
            "\n" + head + HTML.element("tbody", "\n" + body.joined()))
        return HTML.element(
            "div", ["class": "scroll", "role": "group", "aria-label": "Table: \(heading)", "tabindex": "0"], table)
    }

    /// From so many columns on a table is printed smaller, and from so many rows on perhaps on two pages.
    private static let sizes = (wide: 10, widest: 17, tall: 13)

    private var shape: String {
        let width =
            columns.count >= Self.sizes.widest ? "widest" : columns.count >= Self.sizes.wide ? "wide" : "narrow"
        return width + (rows.count >= Self.sizes.tall ? " tall" : " short")
    }

    /// Text that may wrap, from this many characters on; shorter text stays in one line.
    private static let longText = 28

    private func isLong(_ column: Int) -> Bool {
        !columns[column].isRight && rows.contains { Self.isLong($0[column]) }
    }

    private static func isLong(_ cell: [MarkdownSpan]) -> Bool { cell.plainText.unicodeScalars.count >= longText }

    /// The first cell of a row names it.
    private func html(_ cell: [MarkdownSpan], _ index: Int, isLong: Bool) -> String {
        let column = columns[index]
        if index == 0, !cell.isEmpty {
            return HTML.element("th", Self.classes("row", column, isLong: isLong), cell.html)
        }
        guard !Self.isBar(cell) else {
            // The figure it shows stands beside it.
            return HTML.element("td", ["class": "bar"], HTML.element("span", ["aria-hidden": "true"], cell.html))
        }
        if column.isRight {
            // The style keeps a figure in one line; on paper a matrix of many nodes has no room for that.
            let html = cell.html.split(separator: "\u{A0}", omittingEmptySubsequences: false).joined(separator: " ")
            return HTML.element("td", ["class": "number"], html)
        }
        return isLong ? HTML.element("td", ["class": "long"], cell.html) : HTML.element("td", cell.html)
    }

    private static func classes(_ scope: String, _ column: Column, isLong: Bool) -> KeyValuePairs<String, String> {
        if column.isRight { return ["scope": scope, "class": "number"] }
        return isLong ? ["scope": scope, "class": "long"] : ["scope": scope]
    }

    /// Whether a cell is a bar of blocks.
    private static func isBar(_ cell: [MarkdownSpan]) -> Bool {
        let text = cell.plainText
        return !text.isEmpty && text.unicodeScalars.allSatisfy { (0x2580...0x259F).contains($0.value) || $0 == " " }
    }
}
