/// An upright rectangle in pixels.
struct Box: Hashable {
    var x: Double
    var y: Double
    var width: Double
    var height: Double
}

extension Box {
    var right: Double { x + width }
    var bottom: Double { y + height }

    /// The box around a line of text, with its descenders.
    init(text: String, at place: Position, _ style: TextStyle = .small, _ anchor: SVG.Anchor = .start) {
        let width = style.width(of: text)
        let shift =
            switch anchor {
            case .start: 0.0
            case .middle: width / 2
            case .end: width
            }
        self.init(x: place.x - shift, y: place.y - style.size, width: width, height: style.size * 1.3)
    }

    /// Whether the two share any area.
    func overlaps(_ other: Box) -> Bool {
        x < other.right && other.x < right && y < other.bottom && other.y < bottom
    }

    /// Whether all of another box is inside.
    func contains(_ other: Box) -> Bool {
        other.x >= x && other.right <= right && other.y >= y && other.bottom <= bottom
    }

    /// With as much more room on every side.
    func grown(by edge: Double) -> Box {
        Box(x: x - edge, y: y - edge, width: width + 2 * edge, height: height + 2 * edge)
    }

    /// Whether a straight line meets the box: what is left of the line inside each pair of sides (Liang and Barsky).
    func meets(_ start: Position, _ end: Position) -> Bool {
        var entry = 0.0
        var exit = 1.0
        let sides = [(start.x, end.x, x, right), (start.y, end.y, y, bottom)]
        for (from, to, low, high) in sides {
            let length = to - from
            guard length != 0 else {
                if from < low || from > high { return false }
                continue
            }
            entry = max(entry, min((low - from) / length, (high - from) / length))
            exit = min(exit, max((low - from) / length, (high - from) / length))
        }
        return entry <= exit
    }

    /// The place in the box that is nearest to another.
    func nearest(to place: Position) -> Position {
        Position(x: min(max(place.x, x), right), y: min(max(place.y, y), bottom))
    }
}
