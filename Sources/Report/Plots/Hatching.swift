/// What stands where nothing was measured: a light ground with slanted lines.
enum Hatching {
    /// For text: 6 : 1 against the lines, and more against the ground.
    static let ink = Colour(0x444444)

    static func elements(_ box: Box) -> [String] {
        // Lines of x + y = constant, cut at the box's sides.
        let distance = max(2, min(8, box.width, box.height))
        let lines = stride(from: distance / 2, to: box.width + box.height, by: distance).map { sum in
            let start = Position(x: box.x + max(0, sum - box.height), y: box.y + min(sum, box.height))
            let end = Position(x: box.x + min(sum, box.width), y: box.y + max(0, sum - box.width))
            return "M\(start.svg)L\(end.svg)"
        }
        return [
            SVG.rectangle(box, fill: "#eeeeee"),
            SVG.element("path", ["d": lines.joined(), "stroke": "#c8c8c8", "stroke-width": "1"]),
        ]
    }
}
