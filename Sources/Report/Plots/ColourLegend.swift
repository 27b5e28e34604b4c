import Statistics

/// What the colours of a heat map mean: a bar from the least to the greatest value.
struct ColourLegend {
    private(set) var elements: [String] = []

    init(_ map: HeatMap, below top: Double) {
        let baseline = top + 22
        var x = Figure.margin
        func write(_ text: String, _ style: TextStyle = .small) {
            elements.append(SVG.text(text, at: Position(x: x, y: baseline), style))
            x += style.width(of: text) + 8
        }
        write(TextStyle.small.fitted(map.heading, to: 200))
        if let range = map.range {
            let (low, high) = (range.lowerBound, range.upperBound)
            write(TickText.rounded(low))
            let single = low == high
            let width = single ? 24.0 : 150
            elements += Self.bar(map, from: low, to: high, Box(x: x, y: baseline - 12, width: width, height: 15))
            x += width + 8
            if !single {
                write(TickText.rounded(high))
                write(map.better == .largest ? "brighter (more) is better" : "brighter (less) is better")
            }
        }
        guard map.hasGaps else { return }
        x += 8
        elements += Hatching.elements(Box(x: x, y: baseline - 12, width: 24, height: 15))
        x += 32
        write("not measured")
    }

    /// Strips of colour, as narrow as a pixel shows no steps.
    private static func bar(_ map: HeatMap, from low: Double, to high: Double, _ box: Box) -> [String] {
        let count = low == high ? 1 : 50
        return (0..<count).map { index in
            let share = count == 1 ? 0 : Double(index) / Double(count - 1)
            // Weighted ends rather than low + share × (high − low), which may overflow.
            let colour = map.colour(low * (1 - share) + high * share)
            // A little wider than its part, so that no seam shows.
            let width = box.width / Double(count)
            let x = box.x + Double(index) * width
            let strip = Box(x: x, y: box.y, width: min(width + 0.5, box.right - x), height: box.height)
            return SVG.rectangle(strip, fill: colour.svg)
        }
    }
}

extension HeatMap {
    /// "bandwidth (GB/s)".
    var heading: String { unit.isEmpty ? quantity : "\(quantity) (\(unit))" }
}
