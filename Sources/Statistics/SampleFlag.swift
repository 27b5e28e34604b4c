/// A sign that samples do not repeat one steady value.
package enum SampleFlag: String, Codable, Hashable, Sendable {
    /// Later samples are higher or lower than earlier ones.
    case drift
    /// At least one sample lies far outside the others.
    case outliers
    /// The samples fall into two separate groups.
    case bimodal
    /// The samples do not tell what the machine can do: a CPU quota stopped the threads for more than 1 % of them.
    case invalid

    /// All flags of samples in the order they were taken.
    static func flags(of samples: [Double]) -> [SampleFlag] {
        // With fewer than eight, chance alone makes any of these patterns too often.
        guard samples.count >= 8 else { return [] }
        var flags: [SampleFlag] = []
        if hasDrift(samples) { flags.append(.drift) }
        let sorted = samples.sorted()
        if hasOutliers(sorted) { flags.append(.outliers) }
        if isBimodal(sorted) { flags.append(.bimodal) }
        return flags
    }

    /// Mann–Kendall trend beyond 3 standard deviations that also moves the median by over 1 % from first to last third.
    private static func hasDrift(_ samples: [Double]) -> Bool {
        let series = thinned(samples, to: 300)
        let n = series.count
        var score = 0
        for later in 1..<n {
            for earlier in 0..<later {
                score += series[later] > series[earlier] ? 1 : series[later] < series[earlier] ? -1 : 0
            }
        }
        let deviation = (Double(n * (n - 1) * (2 * n + 5)) / 18).squareRoot()
        guard Double(abs(score)) > 3 * deviation else { return false }
        let third = n / 3
        guard let first = Array(series.prefix(third)).median, let last = Array(series.suffix(third)).median else {
            return false
        }
        return (last - first).magnitude > 0.01 * first.magnitude
    }

    /// Tukey's far-out rule, three interquartile ranges beyond the quartiles, and at least 2 % off them.
    private static func hasOutliers(_ sorted: [Double]) -> Bool {
        let lower = sorted[sorted.count / 4]
        let upper = sorted[sorted.count - 1 - sorted.count / 4]
        let reach = max(3 * (upper - lower), 0.02 * upper.magnitude)
        return sorted[0] < lower - reach || sorted[sorted.count - 1] > upper + reach
    }

    /// Two groups of at least a sixth of the samples each, over 5 % apart, with hardly anything between them.
    ///
    /// The samples are split where the two groups' own squared deviations are least. A few samples that were taken
    /// while the machine changed lie between the groups and do not hide them.
    private static func isBimodal(_ sorted: [Double]) -> Bool {
        // Of sixteen samples of one noisy speed, one set in twenty looks like two; of twenty-four, one in a hundred.
        guard sorted.count >= 24 else { return false }
        let least = sorted.count / 6
        let sums = sorted.reduce(into: [0.0]) { $0.append(($0.last ?? 0) + $1) }
        // The sum of squares within two groups is least where this between them is greatest.
        func between(_ split: Int) -> Double {
            let (low, high) = (sums[split], sums[sorted.count] - sums[split])
            return low * low / Double(split) + high * high / Double(sorted.count - split)
        }
        guard let split = (least...(sorted.count - least)).max(by: { between($0) < between($1) }) else { return false }
        let groups = [Array(sorted[..<split]), Array(sorted[split...])]
        let (low, high) = (groups[0].medianOfSorted, groups[1].medianOfSorted)
        let gap = high - low
        // The halves of one normal speed are 4 of their own deviations apart.
        let widest = groups.map(\.medianDeviation).max() ?? 0
        let valley = sorted.count { $0 > low + gap / 3 && $0 < high - gap / 3 }
        return gap > 0.05 * high.magnitude && gap > 6 * widest && valley * 12 <= sorted.count
    }

    /// Every k-th sample, so that the quadratic trend test stays short.
    private static func thinned(_ samples: [Double], to limit: Int) -> [Double] {
        guard samples.count > limit else { return samples }
        return (0..<limit).map { samples[$0 * samples.count / limit] }
    }
}
