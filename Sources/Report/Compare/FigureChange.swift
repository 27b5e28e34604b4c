import Records
import Statistics
import Tables

#if canImport(Glibc)
    import Glibc
#endif

/// A figure that two runs of one machine both have.
package struct FigureChange: Sendable {
    package let first: MeasuredFigure
    package let last: MeasuredFigure
    package let firstValue: MeasuredFigure.Value, lastValue: MeasuredFigure.Value
    /// The probability of such a difference if nothing had changed; 1 where there is nothing to test.
    package let probability: Double
    /// The same, with the number of figures that were compared in mind (Holm).
    package var adjusted = 1.0

    /// Two runs of an unchanged machine differ by as much: pages lie elsewhere, and other work runs beside.
    private static let smallest = 0.02
    private static let significance = 0.05

    /// What a change is.
    package enum Verdict: String, Sendable {
        case moved
        /// Beyond both intervals, but there are too few independent samples for so many figures to be sure.
        case unclear
        case withinNoise = "within noise"
        /// A quota stopped the threads of either run: nothing can be said.
        case invalid
    }

    /// Nil where either run has no value, or one that no share can be made of.
    /// - Parameter repeats: what the same loop gave in other parts of each run, which widens its interval.
    init?(_ first: MeasuredFigure, _ last: MeasuredFigure, repeats: (first: [Double], last: [Double]) = ([], [])) {
        guard let before = first.value, let after = last.value, before.median > 0, after.median > 0 else { return nil }
        self.first = first
        self.last = last
        firstValue = before.widened(by: repeats.first)
        lastValue = after.widened(by: repeats.last)
        let (a, b) = (first.samples, last.samples)
        probability =
            RankSumTest(a, b, worth: (a.effectiveCount, b.effectiveCount))?.probability
            ?? Self.probability(before, after)
    }

    /// Of what has no samples: by its intervals, as if both were normal on a logarithmic scale.
    private static func probability(_ before: MeasuredFigure.Value, _ after: MeasuredFigure.Value) -> Double {
        guard before.hasInterval, after.hasInterval, before.low > 0, after.low > 0 else { return 1 }
        let deviations = [before, after].map { log($0.high / $0.low) / 2 / 1.96 }
        let deviation = deviations.map { $0 * $0 }.reduce(0, +).squareRoot()
        let distance = abs(log(after.median / before.median))
        guard deviation > 0 else { return distance > 0 ? 0 : 1 }
        return Normal.probability(beyond: distance / deviation)
    }
}

extension FigureChange {
    /// The last over the first, less one: −0.1 is a tenth less.
    package var change: Double { lastValue.median / firstValue.median - 1 }

    /// How far it is from no change, up or down alike: a half is as far as twice.
    var size: Double { abs(log(lastValue.median / firstValue.median)) }

    /// Whether the two intervals have nothing in common.
    package var isBeyondIntervals: Bool {
        firstValue.hasInterval && lastValue.hasInterval
            && (firstValue.high < lastValue.low || lastValue.high < firstValue.low)
    }

    package var verdict: Verdict {
        guard first.invalid == nil, last.invalid == nil else { return .invalid }
        guard isBeyondIntervals || isApartWithoutIntervals, abs(change) >= Self.smallest else { return .withinNoise }
        return adjusted < Self.significance && isBeyondIntervals ? .moved : .unclear
    }

    /// Without an interval one can only see whether what there is overlaps.
    private var isApartWithoutIntervals: Bool {
        !(firstValue.hasInterval && lastValue.hasInterval)
            && (firstValue.high < lastValue.low || lastValue.high < firstValue.low)
    }

    /// Whether the last run is the slower one.
    package var isWorse: Bool { first.better == .largest ? change < 0 : change > 0 }

    /// Whether it moved, and became worse by more than a share: of a rate the share that is lost, of a time the share
    /// that is added. Points of curves do not count: there are many, and their neighbours tell the same.
    package func isRegression(beyond threshold: Double) -> Bool {
        verdict == .moved && isWorse && abs(change) > threshold && first.rank == .main
    }

    /// What the two runs found differently: "page size 2 MiB → 4 KiB"; empty where nothing is.
    package var note: String {
        let labels = ["page_size", "streams", "prefetch", "kernel", "file_system"]
        return labels.compactMap { label -> String? in
            guard let before = first.labels[label], let after = last.labels[label], before != after else { return nil }
            return "\(label.map { $0 == "_" ? " " : String($0) }.joined()) \(before) → \(after)"
        }.joined(separator: "; ").printable
    }
}
