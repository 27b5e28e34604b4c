extension LinePlot {
    /// The plot as a picture. The same data are always the same bytes.
    package var figure: Figure {
        var layout = LinePlotLayout(self, notes: [])
        var labels = MarkLabels(layout)
        // A word without room beside its point is told in the legend, which makes the legend taller.
        if !labels.homeless.isEmpty {
            layout = LinePlotLayout(self, notes: labels.homeless)
            labels = MarkLabels(layout)
        }
        let body =
            layout.heading.elements + layout.legend.elements + layout.axes
            + layout.references.elements(top: layout.frame.y, bottom: layout.frame.bottom) + layout.data
            + labels.elements
        return Figure(
            name: name, title: title, altText: altText, height: layout.height,
            body: [SVG.element("g", ["fill": "none"], "\n" + body.map { $0 + "\n" }.joined())])
    }
}

extension LinePlotLayout {
    /// Grid, axes, values beside the ticks, and the axes' names.
    fileprivate var axes: [String] {
        let left = frame.x
        let (top, bottom) = (frame.y, frame.bottom)
        var elements = x.ticks.map {
            SVG.line(Position(x: $0.place, y: top), Position(x: $0.place, y: bottom), stroke: Self.grid)
        }
        elements += y.ticks.map {
            SVG.line(Position(x: left, y: $0.place), Position(x: frame.right, y: $0.place), stroke: Self.grid)
        }
        elements.append(SVG.line(Position(x: left, y: bottom), Position(x: frame.right, y: bottom), stroke: Self.axis))
        elements.append(SVG.line(Position(x: left, y: top), Position(x: left, y: bottom), stroke: Self.axis))
        elements += x.labels(plot.x).map { label in
            let box = Self.tickBox(label.text, label.place, baseline: bottom + 19)
            return SVG.text(label.text, at: Position(x: box.x + box.width / 2, y: bottom + 19), .small, .middle)
        }
        elements += y.labels(plot.y).map { label in
            SVG.text(label.text, at: Position(x: left - Self.tickGap, y: label.place + 4), .small, .end)
        }
        let width = Figure.width - 2 * Figure.margin
        let xName = TextStyle.axis.fitted(plot.x.heading, to: width)
        // Centred below the frame, unless it is too long for that.
        let half = TextStyle.axis.width(of: xName) / 2
        let centre = min(max(left + frame.width / 2, Figure.margin + half), Figure.width - Figure.margin - half)
        elements.append(SVG.text(xName, at: Position(x: centre, y: bottom + 42), .axis, .middle))
        let yName = TextStyle.axis.fitted(plot.y.heading, to: width)
        elements.append(SVG.text(yName, at: Position(x: Figure.margin, y: nameBaseline), .axis))
        return elements
    }

    /// Lines, intervals and markers. The first series is drawn last, and so on top.
    fileprivate var data: [String] {
        plot.series.enumerated().reversed().flatMap { index, series in
            let style = SeriesStyle(plot.series, at: index)
            let whiskers = series.points.compactMap(whisker).map {
                SVG.line($0, $1, stroke: style.colour, width: 1.2)
            }
            let lines = runs(series).filter { $0.count > 1 }.map(style.line)
            let markers = spread(series).map { style.marker($0, hint: plot.hint($1, of: series)) }
            return whiskers + lines + markers
        }
    }

    /// A series' places, in pieces between its gaps.
    func runs(_ series: LinePlot.Series) -> [[Position]] {
        let runs = series.points.map { position($0.x, $0.y) }.split(separator: nil).map { $0.compactMap(\.self) }
        return series.look == .points ? runs.joined().map { [$0] } : runs
    }

    /// The ends of a point's interval; the frame's edge where the axis cannot show an end.
    func whisker(_ point: LinePlot.Point) -> (Position, Position)? {
        guard let place = position(point.x, point.y), let low = point.low, let high = point.high,
            !low.isNaN, !high.isNaN
        else { return nil }
        let bottom = y.place(low) ?? (low < point.y ? frame.bottom : frame.y)
        let top = y.place(high) ?? (high > point.y ? frame.y : frame.bottom)
        return (Position(x: place.x, y: bottom), Position(x: place.x, y: top))
    }

    /// The places with a marker: where points are dense, only as many as can be told apart.
    private func spread(_ series: LinePlot.Series) -> [(Position, LinePlot.Point)] {
        guard series.look != .bound else { return [] }
        var last: Position?
        return series.points.compactMap { point in
            guard let place = position(point.x, point.y) else {
                last = nil
                return nil
            }
            if let last, series.look == .markedLine {
                let (across, down) = (place.x - last.x, place.y - last.y)
                let distance = (across * across + down * down).squareRoot()
                guard distance >= 2 * SeriesStyle.markerSize - 1 else { return nil }
            }
            last = place
            return (place, point)
        }
    }

    private static let grid = "#e2e2e2"
    private static let axis = "#555555"
}
