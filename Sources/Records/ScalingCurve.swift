import Statistics

/// How a workload's rate grows with its threads, in one placement.
package struct ScalingCurve: Sendable {
    package let workload: Workload
    /// "compact" or "spread".
    package let placement: String
    /// Ascending numbers of threads; the first is 1.
    package let points: [Point]

    /// The rate of some threads.
    package struct Point: Sendable {
        package let threads: Int
        package let rate: Summary
        /// Over the rate of one thread.
        package let speedup: Double
        /// Speed-up over threads.
        package let parallelEfficiency: Double
        /// The rate over the sum of what its cores do alone, where cores differ in kind; nil where they do not, or a
        /// kind's single rate is not known.
        package let shareOfKinds: Double?
    }

    /// More threads that gain less than this share are not worth it.
    private static let negligible = 0.02

    /// Nil where one thread was not measured, or nothing else.
    /// - Parameter kinds: the kind of each thread's core, in order; nil where cores are alike.
    package init?(_ cells: [ScalingCell], workload: Workload, placement: String, kinds: [String]? = nil) {
        let own = cells.filter { $0.workload == workload && $0.placement == placement && $0.summary != nil }
            .sorted { $0.threads < $1.threads }
        guard let one = own.first, one.threads == 1, own.count > 1, let base = one.summary?.median, base > 0 else {
            return nil
        }
        self.workload = workload
        self.placement = placement
        var alone: [String: Double] = kinds?.first.map { [$0: base] } ?? [:]
        for cell in cells where cell.workload == workload && cell.placement == ScalingCell.single {
            if let kind = cell.coreKind, let rate = cell.summary?.median { alone[kind] = rate }
        }
        points = own.compactMap { cell in
            guard let rate = cell.summary else { return nil }
            let speedup = rate.median / base
            let singles = kinds.map { $0.prefix(cell.threads).map { alone[$0] } }
            let sum = singles.flatMap { rates in
                rates.count == cell.threads && !rates.contains(nil) ? rates.compactMap(\.self).reduce(0, +) : nil
            }
            return Point(
                threads: cell.threads, rate: rate, speedup: speedup,
                parallelEfficiency: Efficiency.parallel(speedup: speedup, threads: cell.threads),
                shareOfKinds: sum.map { rate.median / $0 })
        }
    }

    /// For the fits: without what has no 95 % interval, as one sample has none and would seem the most certain.
    package var scalingPoints: [ScalingPoint] {
        points.filter(\.rate.hasInterval).map {
            ScalingPoint(threads: $0.threads, rate: $0.rate.median, low: $0.rate.low, high: $0.rate.high)
        }
    }

    /// The fewest threads whose rate is within 2 % of the best.
    package var knee: Int? {
        Knee.smallest(of: points.map { (x: $0.threads, y: $0.rate.median) }, within: Self.negligible)
    }
}
