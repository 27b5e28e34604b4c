/// The ring around a marked point.
struct MarkRing {
    let centre: Position
    static let radius = 9.0

    init(at centre: Position) { self.centre = centre }

    var svg: String {
        SVG.element(
            "circle",
            [
                "cx": centre.x.svg, "cy": centre.y.svg, "r": Self.radius.svg, "fill": "none", "stroke": "#222222",
                "stroke-width": "1.5",
            ])
    }

    /// What it covers.
    var box: Box { Box(x: centre.x, y: centre.y, width: 0, height: 0).grown(by: Self.radius + 1) }
}
