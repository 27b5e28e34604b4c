import Statistics
import Testing

@Suite struct SampleFlagTests {
    private func flags(_ samples: [Double]) throws -> [SampleFlag] {
        try #require(Summary(of: samples, better: .largest)).flags
    }

    /// 100 ± 0.5 in an order without a trend.
    private let steady: [Double] = (0..<40).map { (index: Int) -> Double in
        let step = (index * 17) % 11 - 5
        return 100 + 0.1 * Double(step)
    }

    @Test func steadySamplesHaveNoFlag() throws {
        #expect(try flags(steady).isEmpty)
    }

    @Test func aTrendIsDrift() throws {
        #expect(try flags(steady.indices.map { steady[$0] + 0.2 * Double($0) }) == [.drift])
    }

    @Test func aTrendBelowAPercentIsNot() throws {
        #expect(try flags((0..<40).map { (index: Int) -> Double in 100 + 0.01 * Double(index) }).isEmpty)
    }

    @Test func oneFarSampleIsAnOutlier() throws {
        #expect(try flags(steady + [60]) == [.outliers])
    }

    @Test func twoSpeedsAreBimodal() throws {
        let samples = steady.indices.map { (index: Int) -> Double in steady[index] * (index.isMultiple(of: 3) ? 1 : 0.8)
        }
        #expect(try flags(samples) == [.bimodal])
    }

    /// As measured on a machine whose neighbours came and went: a stray sample between hides nothing.
    @Test func twoSpeedsWithAStrayBetweenAreBimodal() throws {
        let fast = (0..<16).map { 101 + 0.4 * Double(($0 * 5) % 7) }
        let slow = (0..<20).map { 57 + 0.3 * Double(($0 * 5) % 7) }
        #expect(try flags(fast + [79] + slow + [108, 107, 108, 109]).contains(.bimodal))
    }

    @Test func aWideSpreadIsOneSpeed() throws {
        #expect(try !flags((0..<60).map { 100 + Double(($0 * 17) % 60) }).contains(.bimodal))
    }

    /// One noisy speed, drawn a thousand times, is rarely taken for two.
    @Test(arguments: [16, 24, 100]) func chanceIsRarelyTwoSpeeds(count: Int) throws {
        var generator = SystemRandomNumberGenerator()
        let flagged = try (0..<1000).count { _ in
            let samples = (0..<count).map { _ in
                100 + 6 * (0..<12).reduce(-6.0) { sum, _ in sum + Double.random(in: 0..<1, using: &generator) }
            }
            return try flags(samples).contains(.bimodal)
        }
        #expect(flagged < 50, "\(flagged) of 1000")
    }

    @Test func fewSamplesAreNotJudged() throws {
        #expect(try flags([100, 100, 100, 100, 100, 100, 10]).isEmpty)
    }
}
