import Statistics

extension HeatMap {
    /// The map as a picture. The same data are always the same bytes.
    package var figure: Figure {
        let layout = HeatMapLayout(self)
        let body =
            layout.heading.elements + ColourLegend(self, below: layout.heading.bottom).elements
            + layout.names + layout.cells
        return Figure(name: name, title: title, altText: altText, height: layout.height, body: body)
    }

    /// A value's colour: bright is better, whichever end that is.
    func colour(_ value: Double) -> Colour {
        guard let range, range.upperBound > range.lowerBound else { return .viridis(0.5) }
        // Divided first, because the difference of two great numbers may not be finite.
        let share = value / 2 - range.lowerBound / 2
        let whole = range.upperBound / 2 - range.lowerBound / 2
        let place = whole > 0 ? share / whole : 0.5
        return .viridis(better == .largest ? place : 1 - place)
    }
}

extension HeatMapLayout {
    /// The names of rows and columns, and what they stand for.
    fileprivate var names: [String] {
        let above = frame.y - 7
        var elements = rowTitle.reversed().enumerated().map { index, line in
            SVG.text(
                line, at: Position(x: frame.x - 8, y: above - Double(index) * Self.lineHeight), .small, .end)
        }
        let columnPlace = Position(x: frame.x, y: above - Self.lineHeight)
        elements.append(SVG.text(columnTitle, at: columnPlace))
        for column in stride(from: 0, to: map.columns.count, by: columnStep) {
            elements.append(columnName(column, baseline: above))
        }
        for row in stride(from: 0, to: map.rows.count, by: rowStep) {
            let middle = frame.y + (Double(row) + 0.5) * cellHeight
            elements.append(
                SVG.text(name(map.rows[row]), at: Position(x: frame.x - 8, y: middle + 4.2), .small, .end))
        }
        return elements
    }

    /// Over the middle of its column, moved inwards where it would leave the picture.
    private func columnName(_ column: Int, baseline: Double) -> String {
        let text = name(map.columns[column])
        let half = TextStyle.small.width(of: text) / 2
        let middle = frame.x + (Double(column) + 0.5) * cellWidth
        let place = min(max(middle, half + 4), Figure.width - half - 4)
        return SVG.text(text, at: Position(x: place, y: baseline), .small, .middle)
    }

    /// The cells with their texts.
    fileprivate var cells: [String] {
        map.rows.indices.flatMap { row in map.columns.indices.flatMap { cell(row, $0) } }
    }

    private func cell(_ row: Int, _ column: Int) -> [String] {
        var area = box(row, column)
        // A white line between cells, as far as they are large enough to spare it.
        let seam = min(1, cellWidth / 10)
        area.width -= seam
        area.height -= min(seam, cellHeight / 10)
        let value = map.value(row, column)
        let colour = value.map(map.colour)
        let ground = colour.map { [SVG.rectangle(area, fill: $0.svg)] } ?? Hatching.elements(area)
        guard let texts else { return ground }
        let ink = colour?.ink ?? Hatching.ink
        let style = TextStyle(size: TextStyle.small.size, weight: .normal, colour: ink.svg)
        let place = Position(x: area.x + area.width / 2, y: area.y + area.height / 2 + 4.2)
        return ground + [SVG.text(texts[row][column], at: place, style, .middle)]
    }
}

/// What stands where nothing was measured: a light ground with slanted lines.
enum Hatching {
    static let ground = Colour(0xEEEEEE)
    static let ink = Colour(0x444444)

    static func elements(_ box: Box) -> [String] {
        // Lines x + y = constant, cut at the box's sides.
        let distance = min(8, box.width, box.height)
        let total = box.width + box.height
        let lines = stride(from: distance / 2, to: total, by: distance).map { sum in
            let (high, low) = (max(0, sum - box.height), min(sum, box.width))
            let start = Position(x: box.x + high, y: box.y + min(sum, box.height))
            let end = Position(x: box.x + low, y: box.y + max(0, sum - box.width))
            return "M\(start.svg)L\(end.svg)"
        }
        return [
            SVG.rectangle(box, fill: ground.svg),
            SVG.element("path", ["d": lines.joined(), "stroke": "#c8c8c8", "stroke-width": "1"]),
        ]
    }
}
