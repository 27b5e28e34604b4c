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

    @Test func fewSamplesAreNotJudged() throws {
        #expect(try flags([100, 100, 100, 100, 100, 100, 10]).isEmpty)
    }
}
