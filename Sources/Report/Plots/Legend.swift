import Tables

/// The names of the series above the plot, in rows, where they can cover nothing.
struct Legend {
    private(set) var elements: [String] = []
    /// Nothing of it is below.
    private(set) var bottom: Double

    /// - Parameter notes: marks that found no room beside their points.
    init(_ series: [LinePlot.Series], notes: [LinePlot.Mark], below top: Double) {
        bottom = top
        var x = Figure.width
        let named = series.enumerated().filter {
            !$0.element.name.printable.isEmpty && $0.element.look != .bound
        }
        let entries =
            named.map { (text: $0.element.name, sample: Sample($0.element, SeriesStyle(series, at: $0.offset))) }
            + notes.map { (text: $0.label, sample: $0.look == .ring ? .ring : .none) }
        for entry in entries {
            let beside = entry.sample.width + 8
            let text = TextStyle.axis.fitted(entry.text, to: Figure.width - 2 * Figure.margin - beside)
            let width = beside + TextStyle.axis.width(of: text)
            if x + width > Figure.width - Figure.margin {
                x = Figure.margin
                bottom += 22
            }
            elements += entry.sample.elements(at: Position(x: x, y: bottom - 10))
            elements.append(SVG.text(text, at: Position(x: x + beside, y: bottom - 5.5), .axis))
            x += width + 22
        }
    }

    /// What stands beside a name.
    private enum Sample {
        case line(SeriesStyle)
        case marker(SeriesStyle)
        case ring
        case none

        init(_ series: LinePlot.Series, _ style: SeriesStyle) {
            self = series.look == .points ? .marker(style) : .line(style)
        }

        /// A line has the length of the longest dash pattern and a bit of the next.
        var width: Double {
            switch self {
            case .line, .ring: 34
            case .marker: 2 * SeriesStyle.markerSize
            case .none: -8
            }
        }

        func elements(at place: Position) -> [String] {
            let middle = Position(x: place.x + width / 2, y: place.y)
            return switch self {
            case .line(let style):
                [style.line([place, Position(x: place.x + width, y: place.y)]), style.marker(middle)]
            case .marker(let style): [style.marker(middle)]
            case .ring: [MarkRing(at: middle).svg]
            case .none: []
            }
        }
    }
}
