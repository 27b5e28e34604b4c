extension LinePlot {
    /// The plot in words: what is drawn against what, and each series from its first point to its last.
    var altText: String {
        if let words { return words }
        var sentences = ["\(y.heading) against \(x.heading)"]
        sentences += series.prefix(Self.told).map(summary)
        if series.count > Self.told { sentences.append("\(series.count - Self.told) more series") }
        sentences += references.filter { x.scale.shows($0.x) }.prefix(Self.told).map {
            "\($0.label) at \(text($0.x, x))"
        }
        sentences += drawableMarks.prefix(Self.told).map { "\($0.label) at \(text($0.x, x)), \(text($0.y, y))" }
        return sentences.map { $0 + "." }.joined(separator: " ")
    }

    /// More than this no one listens to.
    private static let told = 12

    private func summary(_ series: Series) -> String {
        let points = series.points.filter { x.scale.shows($0.x) && y.scale.shows($0.y) }
        let name = series.name.isEmpty ? "Values" : series.name
        guard let first = points.first, let last = points.last else { return "\(name): nothing to show" }
        let start = "\(text(first.y, y)) at \(text(first.x, x))"
        guard points.count > 1 else { return "\(name): \(start)" }
        let greatest = points.map(\.y).max().map { text($0, y) } ?? "–"
        return "\(name): \(start), \(text(last.y, y)) at \(text(last.x, x)), at most \(greatest)"
    }

    /// What pointing at a point tells: "read: 186 GB/s at 64".
    func hint(_ point: Point, of series: Series) -> String {
        let name = point.name.isEmpty ? series.name : point.name
        return (name.isEmpty ? "" : name + ": ") + "\(text(point.y, y)) at \(text(point.x, x))"
    }

    private func text(_ value: Double, _ axis: Axis) -> String {
        guard axis.labels == .numbers else { return axis.labels.text(value) }
        let whole = value == value.rounded() && value.magnitude < 1000
        return (whole ? TickText.number(value) : TickText.rounded(value)) + (axis.unit.isEmpty ? "" : " " + axis.unit)
    }
}
