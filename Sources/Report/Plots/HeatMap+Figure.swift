extension HeatMap {
    /// The map as a picture. The same data are always the same bytes.
    package var figure: Figure {
        let layout = HeatMapLayout(self)
        let body =
            layout.heading.elements + ColourLegend(self, layout.colours, below: layout.heading.bottom).elements
            + layout.names + layout.cells
        return Figure(name: name, title: title, altText: altText, height: layout.height, body: body)
    }
}

extension HeatMapLayout {
    /// The names of rows and columns, and what they stand for.
    fileprivate var names: [String] {
        let above = frame.y - 7
        let beside = frame.x - 6
        var elements = [
            SVG.text(rowTitle, at: Position(x: Figure.margin, y: above - 2 * Self.lineHeight)),
            SVG.text(columnTitle, at: Position(x: frame.x, y: above - Self.lineHeight)),
        ]
        let steps = nameSteps
        for column in stride(from: 0, to: map.columns.count, by: steps.columns) {
            let text = columnName(column)
            let half = TextStyle.small.width(of: text) / 2
            let middle = frame.x + (Double(column) + 0.5) * cellWidth
            let place = min(max(middle, half + 4), Figure.width - half - 4)
            elements.append(SVG.text(text, at: Position(x: place, y: above), .small, .middle))
        }
        for row in stride(from: 0, to: map.rows.count, by: steps.rows) {
            let middle = frame.y + (Double(row) + 0.5) * cellHeight
            elements.append(SVG.text(rowName(row), at: Position(x: beside, y: middle + 4.2), .small, .end))
        }
        return elements
    }

    /// The cells with their texts.
    fileprivate var cells: [String] {
        let places = map.rows.indices.flatMap { row in map.columns.indices.map { (row, $0) } }
        let grounds = places.compactMap { row, column in
            map.value(row, column).map {
                SVG.tile(ground(row, column), fill: colours.colour($0).svg, hint: hint(row, column, $0))
            }
        }
        let gaps = places.filter { map.value($0, $1) == nil }.flatMap { Hatching.elements(ground($0, $1)) }
        // Words let the pointer through to the cell.
        let words = places.compactMap(text).map { $0 + "\n" }.joined()
        return [SVG.crisp(grounds)] + gaps
            + (words.isEmpty ? [] : [SVG.element("g", ["pointer-events": "none"], "\n" + words)])
    }

    /// Beyond this, hints would be most of the file, and cells are too small to point at.
    private static let mostHints = 2500

    private func hint(_ row: Int, _ column: Int, _ value: Double) -> String? {
        guard map.rows.count * map.columns.count <= Self.mostHints else { return nil }
        let place = "\(map.rowTitle) \(map.rows[row]), \(map.columnTitle) \(map.columns[column])"
        return "\(place): \(TickText.rounded(value)) \(map.unit)"
    }

    /// A cell's coloured area: large cells spare a white line between them.
    private func ground(_ row: Int, _ column: Int) -> Box {
        var area = box(row, column)
        guard min(cellWidth, cellHeight) >= 16 else { return area }
        area.width -= 1
        area.height -= 1
        return area
    }

    private func text(_ row: Int, _ column: Int) -> String? {
        guard let texts else { return nil }
        let area = ground(row, column)
        let ink = map.value(row, column).map { colours.colour($0).ink } ?? Hatching.ink
        let style = TextStyle(size: TextStyle.small.size, weight: .normal, colour: ink.svg)
        let place = Position(x: area.x + area.width / 2, y: area.y + area.height / 2 + 4.2)
        return SVG.text(texts[row][column], at: place, style, .middle)
    }
}
