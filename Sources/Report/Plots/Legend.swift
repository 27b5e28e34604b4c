import Tables

/// The names of the series above the plot, in rows, where they can cover nothing.
struct Legend {
    private(set) var elements: [String] = []
    /// Nothing of it is below.
    private(set) var bottom: Double

    /// - Parameter notes: marks that found no room beside their points.
    init(_ series: [LinePlot.Series], notes: [String], below top: Double) {
        bottom = top
        var x = Figure.width
        let named = series.enumerated().filter { !$0.element.name.printable.isEmpty }
        let entries =
            named.map { (text: $0.element.name, style: SeriesStyle(series, at: $0.offset) as SeriesStyle?) }
            + notes.map { (text: $0, style: nil) }
        for entry in entries {
            let room = Figure.width - 2 * Figure.margin - Self.sample - 8
            let text = TextStyle.axis.fitted(entry.text, to: room)
            let width = Self.sample + 8 + TextStyle.axis.width(of: text)
            if x + width > Figure.width - Figure.margin {
                x = Figure.margin
                bottom += 22
            }
            elements +=
                entry.style.map { Self.sample($0, Position(x: x, y: bottom - 10)) }
                ?? [MarkRing(at: Position(x: x + Self.sample / 2, y: bottom - 10)).svg]
            elements.append(SVG.text(text, at: Position(x: x + Self.sample + 8, y: bottom - 5.5), .axis))
            x += width + 22
        }
    }

    /// The length of the line beside a name: the longest dash pattern and a bit of the next.
    private static let sample = 34.0

    private static func sample(_ style: SeriesStyle, _ place: Position) -> [String] {
        [
            style.line([place, Position(x: place.x + sample, y: place.y)]),
            style.marker(Position(x: place.x + sample / 2, y: place.y)),
        ]
    }
}
