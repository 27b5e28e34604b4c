#if canImport(Glibc)
    import Glibc
#endif

/// A place where a curve changes from one plateau to the next, such as bandwidth where a working set outgrows a cache.
package struct Step: Hashable, Sendable {
    /// The x at which the curve is half-way (as a ratio) between the plateaus.
    package let at: Double
    /// The measured points on either side of it.
    package let low: Double, high: Double
    /// The plateau after it over the plateau before it.
    package let ratio: Double
}

extension Step {
    /// The steps of a curve, by the piecewise constant function that fits log y best.
    ///
    /// A further plateau must lower the sum of squared residuals by a fiftieth of what it was without any: a curve
    /// that rises a hundredfold has slopes between its plateaus that would be plateaus on a flatter one.
    /// - Parameters:
    ///   - points: x ascending, both coordinates positive; others are left out.
    ///   - shortest: points of the shortest plateau; fewer are a slope between two.
    package static func steps(of points: [(x: Double, y: Double)], shortest: Int = 3) -> [Step] {
        let points = points.filter { $0.x > 0 && $0.y > 0 && $0.x.isFinite && $0.y.isFinite }
        let values = points.map { log($0.y) }
        let mean = values.reduce(0, +) / Double(max(1, values.count))
        let spread = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let starts = segmentStarts(values, shortest: shortest, penalty: max(leastPenalty, spread / 50))
        let ends = starts.dropFirst() + [points.count]
        let segments = merged(zip(starts, ends).map { $0..<$1 }, points)
        return zip(segments, segments.dropFirst()).map { step(from: $0, to: $1, points) }
    }

    /// A step of 1.3 between plateaus of four points each lowers the residuals by 0.14; noise of 5 % by 0.01.
    private static let leastPenalty = 0.1

    /// A smaller difference is a slope's end, not a cache's.
    private static let leastRatio = 1.25

    /// Neighbours with almost the same median are one plateau: a point between two plateaus makes such neighbours.
    private static func merged(_ segments: [Range<Int>], _ points: [(x: Double, y: Double)]) -> [Range<Int>] {
        segments.reduce(into: []) { plateaus, segment in
            guard let last = plateaus.last, abs(logMedian(last, points) - logMedian(segment, points)) < log(leastRatio)
            else { return plateaus.append(segment) }
            plateaus[plateaus.count - 1] = last.lowerBound..<segment.upperBound
        }
    }

    /// The first index of each plateau: dynamic programming over where the last plateau begins.
    private static func segmentStarts(_ values: [Double], shortest: Int, penalty: Double) -> [Int] {
        guard values.count >= shortest else { return values.isEmpty ? [] : [0] }
        let sums = values.reduce(into: [0.0]) { $0.append(($0.last ?? 0) + $1) }
        let squares = values.reduce(into: [0.0]) { $0.append(($0.last ?? 0) + $1 * $1) }
        func residual(_ start: Int, _ end: Int) -> Double {
            let sum = sums[end] - sums[start]
            return squares[end] - squares[start] - sum * sum / Double(end - start)
        }
        var cost = [Double](repeating: .infinity, count: values.count + 1)
        var cameFrom = [Int](repeating: 0, count: values.count + 1)
        cost[0] = -penalty
        for end in stride(from: shortest, through: values.count, by: 1) {
            for start in 0...(end - shortest) where cost[start] + residual(start, end) + penalty < cost[end] {
                cost[end] = cost[start] + residual(start, end) + penalty
                cameFrom[end] = start
            }
        }
        var starts: [Int] = []
        var end = values.count
        while end > 0 {
            end = cameFrom[end]
            starts.append(end)
        }
        return starts.reversed()
    }

    /// The step between two neighbouring plateaus: the first crossing of the middle of their medians.
    private static func step(from before: Range<Int>, to after: Range<Int>, _ points: [(x: Double, y: Double)]) -> Step
    {
        let (first, second) = (logMedian(before, points), logMedian(after, points))
        let middle = (first + second) / 2
        let crossing = (before.lowerBound..<after.upperBound - 1).last { index in
            let (here, next) = (log(points[index].y) - middle, log(points[index + 1].y) - middle)
            return here * next <= 0 && here != next && (next > 0) == (second > first)
        }
        let index = crossing ?? before.upperBound - 1
        let (left, right) = (points[index], points[index + 1])
        let span = log(right.y) - log(left.y)
        let share = span == 0 ? 0.5 : max(0, min(1, (middle - log(left.y)) / span))
        return Step(
            at: exp(log(left.x) + share * (log(right.x) - log(left.x))), low: left.x, high: right.x,
            ratio: exp(second - first))
    }

    private static func logMedian(_ range: Range<Int>, _ points: [(x: Double, y: Double)]) -> Double {
        log(points[range].map(\.y).median ?? 1)
    }
}
