/// How a series looks: colour, marker and dashes, so that it is also told from its neighbours in grey.
struct SeriesStyle {
    let colour: String
    let marker: Marker
    /// nil is a solid line.
    let dash: String?

    enum Marker: CaseIterable {
        case circle, square, triangle, diamond
    }

    /// The style of the series with this index. Five colours and four shapes make twenty before one returns.
    init(index: Int) {
        colour = Self.colours[index % Self.colours.count]
        marker = Marker.allCases[index % Marker.allCases.count]
        dash = Self.dashes[index % Self.dashes.count]
    }

    /// The style of a series among all of a plot's.
    init(_ series: [LinePlot.Series], at index: Int) {
        guard series[index].look != .bound else {
            self.init(colour: "#444444", marker: .circle, dash: series[index].partner == nil ? nil : "6 4")
            return
        }
        let own = SeriesStyle(index: series[index].partner ?? index)
        let hasPartners = series.contains { $0.partner != nil && $0.look != .bound }
        let dash = hasPartners ? (series[index].partner == nil ? nil : "5 4") : own.dash
        self.init(colour: own.colour, marker: own.marker, dash: dash)
    }

    private init(colour: String, marker: Marker, dash: String?) {
        self.colour = colour
        self.marker = marker
        self.dash = dash
    }

    /// Of Okabe and Ito's eight colours those with at least 3 : 1 against white: blue, vermillion, bluish green,
    /// reddish purple, black.
    private static let colours = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#000000"]
    private static let dashes: [String?] = [nil, "8 4", "2 3", "9 3 2 3"]
}

extension SeriesStyle {
    /// The line through these places.
    func line(_ places: [Position]) -> String {
        let path = "M" + places.map(\.svg).joined(separator: "L")
        guard let dash else {
            return SVG.element(
                "path",
                ["d": path, "fill": "none", "stroke": colour, "stroke-width": "2", "stroke-linejoin": "round"])
        }
        return SVG.element(
            "path",
            [
                "d": path, "fill": "none", "stroke": colour, "stroke-width": "2", "stroke-linejoin": "round",
                "stroke-dasharray": dash,
            ])
    }

    /// A marker around a place. The white rim keeps neighbours apart; the areas are about equal.
    /// - Parameter hint: what pointing at it tells; nil for nothing.
    func marker(_ place: Position, hint: String? = nil) -> String {
        let size = Self.markerSize
        let content = hint.map { SVG.element("title", [:], $0.escapedForXML) }
        let path: String
        switch marker {
        case .circle:
            return SVG.element(
                "circle",
                ["cx": place.x.svg, "cy": place.y.svg, "r": size.svg, "fill": colour, "stroke": "#ffffff"], content)
        case .square: path = outline(place, size * 0.9, [(-1, -1), (1, -1), (1, 1), (-1, 1)])
        case .triangle: path = outline(place, size * 1.2, [(0, -1), (1, 0.8), (-1, 0.8)])
        case .diamond: path = outline(place, size * 1.3, [(0, -1), (1, 0), (0, 1), (-1, 0)])
        }
        return SVG.element("path", ["d": path, "fill": colour, "stroke": "#ffffff"], content)
    }

    /// Half a marker's width.
    static let markerSize = 4.0

    private func outline(_ place: Position, _ size: Double, _ corners: [(Double, Double)]) -> String {
        "M" + corners.map { Position(x: place.x + $0.0 * size, y: place.y + $0.1 * size).svg }.joined(separator: "L")
            + "Z"
    }
}
