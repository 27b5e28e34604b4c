/// The ranks of the sorted samples between which the true median lies.
///
/// A sample is below the median with probability ½, so the number that are below is binomial; the ranks are the
/// narrowest symmetric pair whose coverage reaches the confidence asked for (Conover, Practical
/// Nonparametric Statistics).
package struct MedianInterval: Sendable {
    /// Ranks from 0 into the sorted samples.
    package let lowRank: Int, highRank: Int
    /// The probability that the interval holds the median; below the one asked for where the samples are too few.
    package let coverage: Double

    /// - Parameter count: the number of samples, at least 1.
    package init(count: Int, confidence: Double) {
        let tail = (1 - confidence) / 2
        // P(B = 0) of a binomial with p = ½; beyond a thousand samples it is below the smallest double.
        var term = count < 1000 ? Double(sign: .plus, exponent: -count, significand: 1) : 0
        var below = term
        var rank = 0
        var reached = term
        while count < 1000, rank + 1 < count - rank - 1 {
            term *= Double(count - rank) / Double(rank + 1)
            guard below + term <= tail else { break }
            below += term
            rank += 1
            reached = below
        }
        if count >= 1000 {
            // The normal limit of the binomial: 1.96 standard deviations of √n / 2.
            rank = Int((Double(count) / 2 - 1.96 * Double(count).squareRoot() / 2).rounded(.down))
            reached = tail
        }
        lowRank = rank
        highRank = count - 1 - rank
        coverage = count == 1 ? 0 : 1 - 2 * reached
    }

    /// The ranks for samples of which only so many are worth an independent one.
    /// - Parameter effective: from 1 to `count`.
    package init(count: Int, effective: Double, confidence: Double) {
        let independent = MedianInterval(count: max(1, Int(effective)), confidence: confidence)
        let share = Double(independent.lowRank) / Double(independent.lowRank + independent.highRank + 1)
        lowRank = Int((share * Double(count)).rounded(.down))
        highRank = count - 1 - lowRank
        coverage = independent.coverage
    }
}
