import Testing
import TokenModel

@Suite struct RateCurveTests {
    private let curve = RateCurve([
        RateCurve.Point(size: 100, rate: Estimate(median: 40, low: 30, high: 50)),
        RateCurve.Point(size: 1, rate: Estimate(median: 10, low: 10, high: 10)),
    ])

    @Test func betweenPointsLogarithmsRunStraight() throws {
        let rate = try #require(curve).at(10)
        #expect(abs(rate.median - 20) < 1e-9)
        #expect(rate.low < rate.median && rate.median < rate.high)
    }

    @Test func beyondTheEndsTheEndsHold() throws {
        let curve = try #require(curve)
        #expect(curve.at(0.1).median == 10)
        #expect(curve.at(1e9).median == 40)
    }

    @Test func nothingUsableIsNoCurve() {
        #expect(RateCurve([]) == nil)
        #expect(RateCurve(constant: Estimate(exactly: 0)) == nil)
    }
}
