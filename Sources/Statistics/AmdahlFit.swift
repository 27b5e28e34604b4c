/// Amdahl's law: S(n) = 1 / (s + (1 − s)/n).
package struct AmdahlFit: Hashable, Sendable {
    /// λ, in the unit of the points.
    package let singleThreadRate: FittedValue
    /// s: the share of work that only one thread can do. Below 0 where the speed-up is more than proportional.
    package let serialFraction: FittedValue
    /// Root mean square of the rates' residuals, as a share of the fitted rate.
    package let rmsResidual: Double

    /// Nil with fewer than two different thread counts, or points that are no rates.
    package init?(_ points: [ScalingPoint]) {
        guard let fit = ScalingModel.fit(points, terms: ScalingModel.amdahl) else { return nil }
        singleThreadRate = fit.singleThreadRate
        serialFraction = fit.linear.ratioToFirst(1)
        rmsResidual = fit.rmsResidual
    }

    /// S(n).
    package func speedup(threads: Int) -> Double {
        1 / (serialFraction.value + (1 - serialFraction.value) / Double(threads))
    }

    /// λ·S(n), in the unit of the points.
    package func rate(threads: Int) -> Double { singleThreadRate.value * speedup(threads: threads) }
}
