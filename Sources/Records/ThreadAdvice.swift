import Statistics

/// How many threads to give a language model's engine.
package struct ThreadAdvice: Sendable {
    package let threads: Int
    /// "compact" or "spread".
    package let placement: String
    /// What was measured.
    package let workload: Workload
    /// The rate of so many threads over the best rate of any number.
    package let shareOfBest: Double
    /// Whether all smaller numbers that were measured are slower beyond both 95 % intervals.
    package let isCertain: Bool
    /// The numbers of threads that were measured.
    package let measured: IDSet
    /// Whether all threads that could be used are among them.
    package let isOfWholeMachine: Bool

    /// What the threads are for.
    package enum Use: String, CaseIterable, Sendable {
        /// Generation streams weights through dot products.
        case generation
        /// A prompt multiplies matrices.
        case prompt
    }

    /// The fewest threads within 2 % of the best, of any placement; nil where no suitable workload was measured.
    package init?(_ use: Use, _ curves: [ScalingCurve], of details: ScalingDetails) {
        let workloads: [Workload] = use == .generation ? [.dot, .read] : [.fma]
        guard let workload = workloads.first(where: { workload in curves.contains { $0.workload == workload } }) else {
            return nil
        }
        let points = curves.filter { $0.workload == workload }.flatMap { curve in
            curve.points.map { (placement: curve.placement, point: $0) }
        }
        let rates = points.map { (x: $0.point.threads, y: $0.point.rate.median) }
        guard let best = rates.map(\.y).max(), let threads = Knee.smallest(of: rates, within: 0.02),
            let chosen = points.filter({ $0.point.threads == threads }).max(by: {
                $0.point.rate.median < $1.point.rate.median
            })
        else { return nil }
        self.threads = threads
        placement = chosen.placement
        self.workload = workload
        shareOfBest = chosen.point.rate.median / best
        let rate = chosen.point.rate
        isCertain =
            rate.hasInterval
            && points.allSatisfy { $0.point.threads >= threads || $0.point.rate.isBelow(rate) }
        measured = IDSet(points.map(\.point.threads))
        isOfWholeMachine = measured.contains(details.allThreads)
    }
}

extension ThreadAdvice {
    /// "fewer threads lose more than 2 %", or why that is not known; nil of one thread.
    package var fewerText: String? {
        guard threads > 1 else { return nil }
        return isCertain
            ? "fewer threads lose more than 2 %" : "the intervals overlap: fewer threads may do as well"
    }

    /// "of 1 to 2 threads, the only ones measured"; nil where all threads that could be used were among them.
    package var restrictionText: String? {
        guard !isOfWholeMachine, let first = measured.ids.first, let last = measured.ids.last else { return nil }
        let isGapless = measured.ids.count == last - first + 1
        return "of \(isGapless ? "\(first) to \(last)" : "\(measured)") threads, the only ones measured"
    }
}

extension Summary {
    fileprivate func isBelow(_ other: Summary) -> Bool { hasInterval && high < other.low }
}
