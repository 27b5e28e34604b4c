/// Where everything of a line plot stands.
struct LinePlotLayout {
    let plot: LinePlot
    let heading: FigureHeading
    let legend: Legend
    let references: ReferenceLabels
    /// The area of the data.
    let frame: Box
    let x: PlotScale
    let y: PlotScale
    /// The baseline of the y axis' name.
    let nameBaseline: Double

    static let plotHeight = 300.0
    /// Room for half a tick's label beyond the frame.
    private static let rightMargin = 36.0
    /// Between the frame and the values beside it.
    static let tickGap = 8.0

    /// - Parameter notes: marks that are told in the legend.
    init(_ plot: LinePlot, notes: [LinePlot.Mark]) {
        self.plot = plot
        let points = plot.drawablePoints
        let values = points.flatMap { [$0.y, $0.low, $0.high].compactMap(\.self) } + plot.drawableMarks.map(\.y)
        let yScale = PlotScale.fitting(plot.y.scale, values: values, start: Self.plotHeight, end: 0) { scale in
            zip(scale.ticks, scale.ticks.dropFirst()).allSatisfy { $0.place - $1.place >= Self.tickDistance(scale) }
        }
        let widest = yScale.labels(plot.y).map { TextStyle.small.width(of: $0.text) }.max() ?? 0
        let left = (Figure.margin + widest + Self.tickGap).rounded(.up)
        let right = Figure.width - Self.rightMargin
        let places = points.map(\.x) + plot.drawableMarks.map(\.x) + plot.references.map(\.x)
        // Where the scale begins at a value, its marker stands off the axis.
        let inset = plot.x.scale == .linear ? 0.0 : 12
        x = PlotScale.fitting(plot.x.scale, values: places, start: left + inset, end: right - inset) { scale in
            let boxes = scale.labels(plot.x).map { Self.tickBox($0.text, $0.place, baseline: 0).grown(by: 5) }
            return zip(boxes, boxes.dropFirst()).allSatisfy { !$0.overlaps($1) }
        }
        heading = FigureHeading(title: plot.title, subtitle: plot.subtitle)
        legend = Legend(plot.series, notes: notes, below: heading.bottom + 4)
        references = ReferenceLabels(plot.references, x)
        nameBaseline = legend.bottom + 20
        let top = nameBaseline + 14 + Double(references.rows) * ReferenceLabels.rowHeight
        frame = Box(x: left, y: top, width: right - left, height: Self.plotHeight)
        y = PlotScale(scale: yScale.scale, choice: yScale.choice, start: frame.bottom, end: top)
    }

    /// Even steps are read across a wider gap than those of a logarithmic axis, of which there are few anyway.
    private static func tickDistance(_ scale: PlotScale) -> Double { scale.scale == .linear ? 40 : 26 }

    /// Where everything ends.
    var height: Double { (frame.bottom + 56).rounded(.up) }

    /// The pixel of a point; nil where an axis does not show it.
    func position(_ xValue: Double, _ yValue: Double) -> Position? {
        guard let x = x.place(xValue), let y = y.place(yValue) else { return nil }
        return Position(x: x, y: y)
    }

    /// The box of a value under the x axis, moved inwards where it would leave the picture.
    static func tickBox(_ text: String, _ place: Double, baseline: Double) -> Box {
        let half = TextStyle.small.width(of: text) / 2
        let centre = min(max(place, half + 4), Figure.width - half - 4)
        return Box(text: text, at: Position(x: centre, y: baseline), .small, .middle)
    }
}

extension PlotScale {
    /// The texts beside the ticks.
    func labels(_ axis: LinePlot.Axis) -> [(text: String, place: Double)] {
        let largest = scale == .linear ? max(choice.high.magnitude, choice.low.magnitude) : 0
        return ticks.map { (axis.labels.text($0.value, beside: largest), $0.place) }
    }
}

extension LinePlot {
    /// The points that both axes show, with intervals only as far as they can be shown.
    var drawablePoints: [Point] {
        series.flatMap(\.points).filter { x.scale.shows($0.x) && y.scale.shows($0.y) }.map { point in
            Point(
                point.x, point.y, low: point.low.flatMap { y.scale.shows($0) ? $0 : nil },
                high: point.high.flatMap { y.scale.shows($0) ? $0 : nil })
        }
    }

    /// The marks that both axes show.
    var drawableMarks: [Mark] { marks.filter { x.scale.shows($0.x) && y.scale.shows($0.y) } }
}
