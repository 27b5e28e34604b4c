/// From values of an axis to pixels.
struct PlotScale {
    let scale: LinePlot.Scale
    let choice: TickChoice
    /// The pixel of the axis' low end; less than `end` on x, greater on y.
    let start: Double
    let end: Double

    /// The pixel of a value; nil where the axis does not show it.
    func place(_ value: Double) -> Double? {
        guard scale.shows(value) else { return nil }
        let (low, high) = (scale.even(choice.low), scale.even(choice.high))
        guard high > low else { return nil }
        let share = (scale.even(value) - low) / (high - low)
        // Every value that is drawn helped to choose the ends; the bounds only take up rounding.
        return start + min(max(share, 0), 1) * (end - start)
    }

    /// The ticks that have a place.
    var ticks: [(value: Double, place: Double)] {
        choice.ticks.compactMap { tick in place(tick).map { (tick, $0) } }
    }
}

extension PlotScale {
    /// The first choice whose labels keep their distance; the last one where none does.
    static func fitting(
        _ scale: LinePlot.Scale, values: [Double], start: Double, end: Double, fits: (PlotScale) -> Bool
    ) -> PlotScale {
        let scales = scale.choices(for: values).map { PlotScale(scale: scale, choice: $0, start: start, end: end) }
        let fallback = PlotScale(
            scale: scale, choice: TickChoice(low: 1, high: 2, ticks: [1, 2]), start: start, end: end)
        return scales.first(where: fits) ?? scales.last ?? fallback
    }
}
