#if canImport(Glibc)
    import Glibc
#endif

/// Whether one of two sets of samples tends to have the larger ones: the Mann–Whitney U test, two-sided.
///
/// No distribution is assumed. Samples that resemble their neighbours are worth fewer independent ones; with few of
/// these no difference, however large, can be told from chance.
package struct RankSumTest: Hashable, Sendable {
    /// Pairs of one sample of each set in which the second set's is larger; a tie counts half.
    package let u: Double
    /// The probability of a `u` as far from the middle, or farther, if both sets were drawn alike.
    package let probability: Double

    /// Nil where a set is empty or holds what is no finite number.
    /// - Parameter worth: how many independent samples each set is worth, from 1 to its count; all where not given.
    package init?(_ first: [Double], _ second: [Double], worth: (first: Double, second: Double)? = nil) {
        guard !first.isEmpty, !second.isEmpty, (first + second).allSatisfy(\.isFinite) else { return nil }
        let (ranks, ties) = Self.rankSum(of: second, among: first + second)
        let (n, m) = (Double(first.count), Double(second.count))
        u = ranks - m * (m + 1) / 2
        let all = n + m
        let tieFactor = all > 1 ? 1 - ties / (all * all * all - all) : 1
        let worth = worth ?? (n, m)
        probability = Self.probability(
            share: u / (n * m), n: max(1, min(n, worth.first)), m: max(1, min(m, worth.second)), tieFactor: tieFactor)
    }

    /// Up to so many samples in each set the distribution of u is counted; beyond, the normal one is as good.
    private static let mostCounted = 20.0

    private static func probability(share: Double, n: Double, m: Double, tieFactor: Double) -> Double {
        guard max(n, m) > mostCounted else {
            let (n, m) = (n.rounded(.down), m.rounded(.down))
            // To the next u that is nearer to the middle: what is no whole number counts for less and not for more.
            // A billionth is what rounding adds to a whole number.
            let u = (min(share, 1 - share) * n * m - 1e-9).rounded(.up)
            return counted(u: max(0, u), n: Int(n), m: Int(m))
        }
        let deviation = (n * m * (n + m + 1) / 12 * tieFactor).squareRoot()
        guard deviation > 0 else { return 1 }
        let distance = (share - 0.5).magnitude * n * m - 0.5
        return distance <= 0 ? 1 : erfc(distance / deviation / 2.0.squareRoot())
    }

    /// Twice the share of all orders of n + m samples that have this u or a smaller one.
    private static func counted(u: Double, n: Int, m: Int) -> Double {
        // The orders by their u are the coefficients of the Gaussian binomial ∏ (1 − q^(m+i)) / (1 − q^i); below 2⁵³
        // for all sizes that are counted, so that doubles hold them exactly.
        var orders = [Double](repeating: 0, count: n * m + 1)
        orders[0] = 1
        for i in 1...n {
            for index in stride(from: n * m, through: m + i, by: -1) { orders[index] -= orders[index - m - i] }
            for index in stride(from: i, through: n * m, by: 1) { orders[index] += orders[index - i] }
        }
        let below = orders.prefix(Int(u) + 1).reduce(0, +)
        return min(1, 2 * below / orders.reduce(0, +))
    }

    /// The sum of a set's ranks among all samples, ties sharing theirs; and Σ (t³ − t) over groups of t tied samples.
    private static func rankSum(of set: [Double], among all: [Double]) -> (sum: Double, ties: Double) {
        let sorted = all.sorted()
        var ranks: [Double: Double] = [:]
        var ties = 0.0
        var start = 0
        while start < sorted.count {
            var end = start
            while end < sorted.count, sorted[end] == sorted[start] { end += 1 }
            ranks[sorted[start]] = Double(start + 1 + end) / 2
            let tied = Double(end - start)
            ties += tied * tied * tied - tied
            start = end
        }
        return (set.reduce(0) { $0 + (ranks[$1] ?? 0) }, ties)
    }
}
