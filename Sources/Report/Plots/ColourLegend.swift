import Statistics

/// What the colours of a heat map mean: a bar from the least to the greatest value.
struct ColourLegend {
    private(set) var elements: [String] = []
    private var x = Figure.margin
    private let baseline: Double

    init(_ map: HeatMap, _ scale: ColourScale, below top: Double) {
        baseline = top + 22
        let heading = map.unit.isEmpty ? map.quantity : "\(map.quantity) (\(map.unit))"
        write(TextStyle.small.fitted(heading, to: 160))
        if let range = scale.range {
            write(TickText.rounded(range.lowerBound))
            draw(scale)
            if !scale.isSingle {
                write(TickText.rounded(range.upperBound))
                write("brighter is better")
            }
        }
        guard map.hasGaps else { return }
        elements += Hatching.elements(Box(x: x, y: baseline - 12, width: 24, height: 15))
        x += 24 + Self.gap
        write("not measured")
    }

    private static let gap = 8.0

    private mutating func write(_ text: String) {
        elements.append(SVG.text(text, at: Position(x: x, y: baseline)))
        x += TextStyle.small.width(of: text) + Self.gap
    }

    /// Strips of colour, so many that no steps are seen; one where there is one value.
    private mutating func draw(_ scale: ColourScale) {
        let width = scale.isSingle ? 24.0 : 120
        let count = scale.isSingle ? 1 : 60
        let strips = (0..<count).map { index in
            let strip = Box(
                x: x + width / Double(count) * Double(index), y: baseline - 12, width: width / Double(count),
                height: 15)
            let share = scale.isSingle ? 0.5 : Double(index) / Double(count - 1)
            return SVG.tile(strip, fill: scale.colour(share: share).svg)
        }
        elements.append(SVG.crisp(strips))
        x += width + Self.gap
    }
}
