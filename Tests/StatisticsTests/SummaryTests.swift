import Statistics
import Testing

@Suite struct SummaryTests {
    @Test func medianBestAndCount() throws {
        let summary = try #require(Summary(of: [3, 1, 2, 4], better: .largest))
        #expect(summary.median == 2.5)
        #expect(summary.best == 4)
        #expect(summary.count == 4)
        #expect(try #require(Summary(of: [3, 1, 2], better: .smallest)).best == 1)
    }

    @Test(arguments: [[], [Double.nan], [1, .infinity]])
    func nothingIsSummarizedFromNothing(samples: [Double]) {
        #expect(Summary(of: samples, better: .largest) == nil)
    }

    /// Ranks from tables of the binomial distribution (Conover, Practical Nonparametric Statistics, table A3).
    @Test(arguments: [(6, 0, 5, 0.96875), (10, 1, 8, 0.978515625), (20, 5, 14, 0.95861053)])
    func intervalRanksMatchTheBinomial(count: Int, low: Int, high: Int, coverage: Double) {
        let interval = MedianInterval(count: count, confidence: 0.95)
        #expect(interval.lowRank == low)
        #expect(interval.highRank == high)
        #expect(abs(interval.coverage - coverage) < 1e-7)
    }

    @Test func fewSamplesSayThatTheyAreFew() {
        #expect(MedianInterval(count: 1, confidence: 0.95).coverage == 0)
        #expect(MedianInterval(count: 3, confidence: 0.95).coverage == 0.75)
    }

    @Test(arguments: [999, 1000, 5000])
    func largeCountsAgreeWithTheNormalLimit(count: Int) {
        let interval = MedianInterval(count: count, confidence: 0.95)
        let half = 1.96 * Double(count).squareRoot() / 2
        #expect(abs(Double(interval.lowRank) - (Double(count) / 2 - half)) < 2)
        #expect(interval.highRank == count - 1 - interval.lowRank)
    }

    /// The promise of a confidence interval: about 95 % of them hold the true median.
    @Test func intervalsHoldTheTrueMedianAsOftenAsTheySay() throws {
        var random = SplitMix(state: 7)
        let trials = 2000
        let hits = try (0..<trials).count { _ in
            let samples = (0..<15).map { _ in Double.random(in: 0..<2, using: &random) }
            let summary = try #require(Summary(of: samples, better: .largest))
            return summary.low <= 1 && 1 <= summary.high
        }
        #expect((0.945...0.985).contains(Double(hits) / Double(trials)))
    }

    @Test func independentSamplesAreWorthTheirNumber() {
        var random = SplitMix(state: 3)
        let samples = (0..<400).map { _ in Double.random(in: 0..<1, using: &random) }
        #expect(samples.effectiveCount > 250)
        #expect([1.0, 1, 1, 1].effectiveCount == 4)
    }

    @Test func samplesThatResembleTheirNeighboursAreWorthLess() {
        #expect((0..<100).map { Double($0 / 25) }.effectiveCount < 10)
    }

    /// A machine that wanders: each sample has nine tenths of the last one's deviation. Intervals that take the samples
    /// for independent hold the median less than half as often as they claim.
    @Test func intervalsOfAWanderingMachineStillHoldTheMedian() throws {
        var random = SplitMix(state: 11)
        let trials = 500
        let hits = try (0..<trials).count { _ in
            var deviation = 0.0
            let samples = (0..<200).map { _ -> Double in
                let steps = (0..<12).reduce(0.0) { sum, _ in sum + Double.random(in: -0.5..<0.5, using: &random) }
                deviation = 0.9 * deviation + steps
                return 100 + deviation
            }
            let summary = try #require(Summary(of: samples, better: .largest))
            return summary.low <= 100 && 100 <= summary.high
        }
        #expect(Double(hits) / Double(trials) > 0.85)
    }
}

/// A small generator with a seed, so that the test is the same every time.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
