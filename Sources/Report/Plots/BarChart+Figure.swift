import Quantities

extension BarChart {
    /// The chart as a picture. The same data are always the same bytes.
    package var figure: Figure {
        let layout = BarChartLayout(self)
        return Figure(
            name: name, title: title, altText: altText, height: layout.height,
            body: layout.heading.elements + layout.axisElements + layout.bars)
    }
}

/// Where everything of a bar chart stands.
struct BarChartLayout {
    let chart: BarChart
    let heading: FigureHeading
    /// The area of the bars.
    let frame: Box
    private let scale: PlotScale

    private static let rowHeight = 26.0
    private static let barHeight = 14.0
    private static let gap = 8.0
    /// From here on words are cut.
    private static let longestWord = 230.0

    init(_ chart: BarChart) {
        self.chart = chart
        heading = FigureHeading(title: chart.title, subtitle: chart.subtitle)
        func widest(_ texts: [String]) -> Double {
            texts.map { TextStyle.small.width(of: Self.fitted($0)) }.max() ?? 0
        }
        let left = Figure.margin + widest(chart.drawable.map(\.name)) + Self.gap
        let right = Figure.width - Figure.margin - widest(chart.drawable.map(Self.words)) - 2 * Self.gap
        frame = Box(
            x: left.rounded(.up), y: heading.bottom + 12, width: (right - left).rounded(.down),
            height: Self.rowHeight * Double(chart.drawable.count))
        let values = [1] + chart.drawable.map { max($0.share, min($0.high ?? 0, 1000)) }
        let area = frame
        let high = values.max() ?? 1
        // The axis ends at the longest bar, not at a tick: most are just below the bound.
        let step = [0.25, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500].first { area.width * $0 / high >= 56 } ?? 1000
        let choice = TickChoice(low: 0, high: high, ticks: (0...Int(high / step)).map { Double($0) * step })
        scale = PlotScale(scale: .linear, choice: choice, start: area.x, end: area.right)
    }

    /// Where everything ends.
    var height: Double { (frame.bottom + 56).rounded(.up) }

    private static func fitted(_ text: String) -> String { TextStyle.small.fitted(text, to: longestWord) }

    private static func words(_ row: BarChart.Row) -> String { "\(row.percent): \(row.figures)" }

    /// Grid with values below it, and the line of the whole bound.
    fileprivate var axisElements: [String] {
        let (top, bottom) = (frame.y, frame.bottom)
        let grid = scale.ticks.map { tick in
            let isBound = (tick.value - 1).magnitude < 1e-9
            return SVG.line(
                Position(x: tick.place, y: top), Position(x: tick.place, y: bottom),
                stroke: isBound ? "#444444" : "#e2e2e2", width: isBound ? 1.5 : 1)
        }
        let values = scale.ticks.map { tick in
            SVG.text(
                "\((tick.value * 100).fixed(0)) %", at: Position(x: tick.place, y: bottom + 19), .small, .middle)
        }
        let name = TextStyle.axis.fitted(chart.axis, to: Figure.width - 2 * Figure.margin)
        let half = TextStyle.axis.width(of: name) / 2
        let middle = min(
            max(frame.x + frame.width / 2, Figure.margin + half), Figure.width - Figure.margin - half)
        return grid + values + [SVG.text(name, at: Position(x: middle, y: bottom + 42), .axis, .middle)]
    }

    /// Names, bars with their intervals, and figures.
    fileprivate var bars: [String] {
        let style = SeriesStyle(index: 0)
        return chart.drawable.enumerated().flatMap { index, row -> [String] in
            let middle = frame.y + (Double(index) + 0.5) * Self.rowHeight
            let end = scale.place(row.share) ?? frame.x
            let bar = Box(x: frame.x, y: middle - Self.barHeight / 2, width: end - frame.x, height: Self.barHeight)
            let ends = [row.low, row.high].compactMap(\.self).compactMap(scale.place)
            let interval =
                ends.count == 2
                ? [("#ffffff", 4.0), ("#111111", 1.5)].map { colour, width in
                    SVG.line(
                        Position(x: ends[0], y: middle), Position(x: ends[1], y: middle), stroke: colour, width: width)
                } : []
            return [
                SVG.text(
                    Self.fitted(row.name), at: Position(x: frame.x - Self.gap, y: middle + 4.2), .small, .end),
                SVG.tile(bar, fill: style.colour, hint: "\(row.name): \(Self.words(row))"),
            ] + interval + [
                SVG.text(
                    Self.fitted(Self.words(row)), at: Position(x: frame.right + 2 * Self.gap, y: middle + 4.2))
            ]
        }
    }
}
