/// Where more of something stops helping.
package enum Knee {
    /// The smallest x whose y is within a share of the best: `within: 0.03` is the fewest threads that give 97 % of
    /// the highest rate; nil without points.
    package static func smallest(of points: [(x: Int, y: Double)], within share: Double) -> Int? {
        guard let best = points.map(\.y).max() else { return nil }
        return points.filter { $0.y >= best * (1 - share) }.map(\.x).min()
    }
}
