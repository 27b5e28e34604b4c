#if canImport(Glibc)
    import Glibc
#endif

extension Array where Element == Double {
    /// Probabilities of many tests, each raised so that the chance of calling any of them significant by mistake is no
    /// more than what it is compared with (Holm, A simple sequentially rejective multiple test procedure, 1979).
    package var holmAdjusted: [Double] {
        var adjusted = self
        var highest = 0.0
        for (rank, index) in indices.sorted(by: { self[$0] < self[$1] }).enumerated() {
            highest = Swift.max(highest, Swift.min(1, self[index] * Double(count - rank)))
            adjusted[index] = highest
        }
        return adjusted
    }
}

/// The normal distribution.
package enum Normal {
    /// The probability of being so many standard deviations or more from the mean, on either side.
    package static func probability(beyond deviations: Double) -> Double {
        erfc(deviations.magnitude / 2.0.squareRoot())
    }
}
