/// Gunther's universal scalability law: S(n) = n / (1 + σ(n − 1) + κn(n − 1)).
package struct ScalabilityFit: Hashable, Sendable {
    /// λ, in the unit of the points.
    package let singleThreadRate: FittedValue
    /// σ: the share of work that waits for its turn. Below 0 where the speed-up is more than proportional.
    package let contention: FittedValue
    /// κ: the cost of each pair of threads that must agree. Below 0 where more threads repair what fewer lost.
    package let coherence: FittedValue
    /// Root mean square of the rates' residuals, as a share of the fitted rate.
    package let rmsResidual: Double

    /// Nil with fewer than three different thread counts, or points that are no rates.
    package init?(_ points: [ScalingPoint]) {
        guard let fit = ScalingModel.fit(points, terms: ScalingModel.scalability) else { return nil }
        singleThreadRate = fit.singleThreadRate
        contention = fit.linear.ratioToFirst(1)
        coherence = fit.linear.ratioToFirst(2)
        rmsResidual = fit.rmsResidual
    }

    /// S(n).
    package func speedup(threads: Int) -> Double {
        let others = Double(threads - 1)
        return Double(threads) / (1 + contention.value * others + coherence.value * Double(threads) * others)
    }

    /// λ·S(n), in the unit of the points.
    package func rate(threads: Int) -> Double { singleThreadRate.value * speedup(threads: threads) }

    /// The number of threads beyond which more make it slower, √((1 − σ)/κ); nil where none does.
    package var peakThreads: Double? {
        guard coherence.value > 0, contention.value < 1 else { return nil }
        return ((1 - contention.value) / coherence.value).squareRoot()
    }
}
