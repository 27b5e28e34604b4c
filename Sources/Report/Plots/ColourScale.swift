import Statistics

/// From the values of a heat map to colours: bright is better, whichever end that is.
struct ColourScale: Hashable {
    /// The least and the greatest value; nil where there is none.
    let range: ClosedRange<Double>?
    let better: BetterEnd

    init(_ map: HeatMap) {
        let values = map.cells.map(\.value)
        if let low = values.min(), let high = values.max() { range = low...high } else { range = nil }
        better = map.better
    }

    /// Whether there is nothing to compare.
    var isSingle: Bool { range.map { $0.lowerBound == $0.upperBound } ?? true }

    /// A value's colour; the middle one where all values are equal.
    func colour(_ value: Double) -> Colour {
        guard let range, !isSingle else { return .viridis(0.5) }
        return colour(share: (value - range.lowerBound) / (range.upperBound - range.lowerBound))
    }

    /// The colour at a part of the way from the least to the greatest value.
    func colour(share: Double) -> Colour { .viridis(better == .largest ? share : 1 - share) }
}
