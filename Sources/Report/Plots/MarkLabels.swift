/// Marked points' rings, and their words in the nearest place that is free of data.
struct MarkLabels {
    private(set) var elements: [String] = []
    /// Words for which the frame has no free place.
    private(set) var homeless: [LinePlot.Mark] = []

    init(_ layout: LinePlotLayout) {
        let obstacles = Obstacles(layout)
        let marks = layout.plot.drawableMarks.compactMap { mark in
            layout.position(mark.x, mark.y).map { (ring: MarkRing(at: $0), mark: mark) }
        }
        elements = marks.filter { $0.mark.look == .ring }.map(\.ring.svg)
        var taken = marks.filter { $0.mark.look == .ring }.map(\.ring.box)
        for (ring, mark) in marks {
            let style: TextStyle = mark.look == .ring ? .axis : .small
            let text = style.fitted(mark.label, to: layout.frame.width / 2)
            guard !text.isEmpty else { continue }
            // A name far from its point would be taken for another's.
            let distances = mark.look == .nameWherePossible ? Self.distances.prefix(4) : Self.distances[...]
            let place = Self.candidates(text, style, ring.centre, distances).first { box in
                layout.frame.grown(by: -3).contains(box) && !obstacles.meet(box.grown(by: 3))
                    && !taken.contains { $0.overlaps(box) }
            }
            guard let place else {
                if mark.look != .nameWherePossible { homeless.append(mark) }
                continue
            }
            taken.append(place)
            elements += Self.leader(from: ring.centre, mark.look, to: place)
            // On white, because the grid may run below.
            elements.append(SVG.rectangle(place, fill: "#ffffff"))
            elements.append(SVG.text(text, at: Position(x: place.x, y: place.y + style.size), style))
        }
    }

    private static let distances: [Double] = [14, 22, 32, 44, 60, 80, 105, 135, 170, 210, 260]

    /// Boxes around a point, near ones first; above and to the left first, where curves that rise and flatten
    /// leave room.
    private static func candidates(
        _ text: String, _ style: TextStyle, _ centre: Position, _ distances: ArraySlice<Double>
    ) -> [Box] {
        let size = Box(text: text, at: Position(x: 0, y: 0), style)
        let directions: [(x: Double, y: Double)] = [
            (-0.7, -0.7), (0, -1), (0.7, -0.7), (0.7, 0.7), (0, 1), (-0.7, 0.7), (1, 0), (-1, 0),
        ]
        return distances.flatMap { distance in
            directions.map { direction in
                Box(
                    x: centre.x + direction.x * (distance + size.width / 2) - size.width / 2,
                    y: centre.y + direction.y * (distance + size.height / 2) - size.height / 2,
                    width: size.width, height: size.height)
            }
        }
    }

    /// A thin line from the ring or the point to words that are not beside it.
    private static func leader(from centre: Position, _ look: LinePlot.Mark.Look, to box: Box) -> [String] {
        let end = box.nearest(to: centre)
        let (across, down) = (end.x - centre.x, end.y - centre.y)
        let distance = (across * across + down * down).squareRoot()
        let radius = look == .ring ? MarkRing.radius : SeriesStyle.markerSize
        guard distance > (look == .ring ? radius + 6 : 4 * radius) else { return [] }
        let share = radius / distance
        let start = Position(x: centre.x + across * share, y: centre.y + down * share)
        return [SVG.line(start, end, stroke: "#555555")]
    }
}

/// All ink of the data that words must not cover.
private struct Obstacles {
    private var lines: [(Position, Position)] = []

    init(_ layout: LinePlotLayout) {
        for series in layout.plot.series {
            for run in layout.runs(series) {
                lines += zip(run, run.dropFirst())
                if run.count == 1 { lines.append((run[0], run[0])) }
            }
            lines += series.points.compactMap(layout.whisker)
        }
        lines += layout.references.flags.map { flag in
            (Position(x: flag.place, y: layout.frame.y), Position(x: flag.place, y: layout.frame.bottom))
        }
    }

    /// Whether any of it is nearer to the box than a marker reaches.
    func meet(_ box: Box) -> Bool {
        let reach = box.grown(by: SeriesStyle.markerSize)
        return lines.contains { reach.meets($0, $1) }
    }
}
