/// What a set of repeated samples says, with the doubt that remains.
package struct Summary: Codable, Hashable, Sendable {
    /// Number of samples.
    package let count: Int
    /// The middle sample (the mean of the two middle ones of an even number).
    package let median: Double
    /// The sample nearest to what the machine can do: the largest rate or the smallest time.
    package let best: Double
    /// Confidence interval of the median, from order statistics; no distribution is assumed, and samples that resemble
    /// their neighbours count for less.
    package let low: Double, high: Double
    /// Coverage of that interval: at least 0.95 from six samples on, less below.
    package let confidence: Double
    /// What looks wrong with the samples; none is dropped for it.
    package let flags: [SampleFlag]
}

/// Which end of the samples is the better one.
package enum BetterEnd: Sendable {
    /// Rates.
    case largest
    /// Times.
    case smallest
}

extension Summary {
    /// Summarizes samples in the order they were taken; nil where there are none or one is not a finite number.
    package init?(of samples: [Double], better: BetterEnd) {
        guard !samples.isEmpty, samples.allSatisfy(\.isFinite) else { return nil }
        let sorted = samples.sorted()
        let interval = MedianInterval(count: sorted.count, effective: samples.effectiveCount, confidence: 0.95)
        count = sorted.count
        median = sorted.medianOfSorted
        best = better == .largest ? sorted[sorted.count - 1] : sorted[0]
        low = sorted[interval.lowRank]
        high = sorted[interval.highRank]
        confidence = interval.coverage
        flags = SampleFlag.flags(of: samples)
    }

    /// The same with one more sign that something is wrong.
    package func flagged(_ flag: SampleFlag) -> Summary {
        Summary(
            count: count, median: median, best: best, low: low, high: high, confidence: confidence,
            flags: flags.contains(flag) ? flags : flags + [flag])
    }

    /// Whether the figure must not be relied on.
    package var isInvalid: Bool { flags.contains(.invalid) }

    /// Whether `low` and `high` are a 95 % interval: that takes six independent samples. The interval of one sample has
    /// no width, which is ignorance and not certainty.
    package var hasInterval: Bool { confidence >= 0.95 }

    /// Half the width of the interval as a share of the median: 0.01 is "± 1 %".
    package var relativeHalfWidth: Double { median == 0 ? 0 : (high - low) / 2 / median.magnitude }
}

extension Array where Element == Double {
    /// The median of an array that is sorted and not empty.
    var medianOfSorted: Double {
        let middle = count / 2
        return count.isMultiple(of: 2) ? (self[middle - 1] + self[middle]) / 2 : self[middle]
    }

    /// The median absolute deviation from the median of an array that is sorted and not empty.
    var medianDeviation: Double {
        let median = medianOfSorted
        return map { ($0 - median).magnitude }.sorted().medianOfSorted
    }

    /// The median; nil of an empty array.
    package var median: Double? { isEmpty ? nil : sorted().medianOfSorted }
}
