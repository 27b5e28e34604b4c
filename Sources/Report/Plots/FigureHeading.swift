/// A figure's title and subtitle, and where they end.
struct FigureHeading {
    let elements: [String]
    /// Nothing of them is below.
    let bottom: Double

    init(title: String, subtitle: String) {
        var elements: [String] = []
        var bottom = Figure.margin - 4
        let width = Figure.width - 2 * Figure.margin
        for (text, style, step) in [(title, TextStyle.title, 21.0), (subtitle, TextStyle.small, 17.0)] {
            for line in style.wrapped(text, to: width, lines: 3) {
                bottom += step
                elements.append(SVG.text(line, at: Position(x: Figure.margin, y: bottom - 5), style))
            }
        }
        self.elements = elements
        self.bottom = bottom
    }
}
