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

    /// What the threads are for.
    package enum Use: String, CaseIterable, Sendable {
        /// Generation streams weights through dot products.
        case generation
        /// A prompt multiplies matrices.
        case prompt
    }

    /// The fewest threads within 2 % of the best, of any placement; nil where no suitable workload was measured.
    package init?(_ use: Use, _ curves: [ScalingCurve]) {
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
    }
}
