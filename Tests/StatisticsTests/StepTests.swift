import Statistics
import Testing

@Suite struct StepTests {
    /// Half-octave working sets from 8 KiB with plateaus that end at the sizes given.
    private func curve(_ plateaus: [(end: Double, rate: Double)], noise: Double = 0) -> [(x: Double, y: Double)] {
        var generator = SystemRandomNumberGenerator()
        return (0..<30).map { index in
            let x = 8192 * (Double(index) / 2).exponential
            let rate = plateaus.first { x <= $0.end }?.rate ?? 1
            return (x, rate * (1 + noise * Double.random(in: -1...1, using: &generator)))
        }
    }

    @Test(arguments: [0, 0.05])
    func everyCacheIsAStep(noise: Double) throws {
        let kibi = 1024.0
        let steps = Step.steps(
            of: curve(
                [(48 * kibi, 400), (1024 * kibi, 200), (32_768 * kibi, 110), (Double.infinity, 40)], noise: noise))
        #expect(steps.count == 3)
        for (step, told) in zip(steps, [48 * kibi, 1024 * kibi, 32_768 * kibi]) {
            #expect(step.low <= told && told <= step.high, "\(step)")
            #expect(step.at >= step.low && step.at <= step.high)
        }
        #expect(abs((steps.last?.ratio ?? 0) - 40.0 / 110) < 0.05)
    }

    @Test func latencyRisesInSteps() {
        let steps = Step.steps(of: curve([(32_768, 1), (0x1p20, 4), (Double.infinity, 80)]))
        #expect(steps.map { ($0.ratio * 10).rounded() / 10 } == [4, 20])
    }

    /// Latencies measured on a Zen 5 core, 7.5 KiB to 128 MiB: its L1 has 48 KiB, its L2 1 MiB, and neighbours hold
    /// half of its L3 of 32 MiB. The slopes before each step are no plateaus.
    @Test func aRealCurveHasAStepForEachCache() throws {
        let latencies = [
            0.98, 0.98, 0.98, 0.98, 0.98, 0.98, 3.43, 3.44, 3.43, 3.42, 3.43, 3.47, 3.94, 4.71, 8.15, 10.5, 11.7, 12.6,
            13.0, 13.5, 14.5, 19.3, 62.0, 123, 139, 143, 149, 152, 154,
        ]
        let points = latencies.enumerated().map { (x: 7680 * (Double($0) / 2).exponential, y: $1) }
        let steps = Step.steps(of: points)
        let sizes = steps.map { ($0.at / 1024).rounded() }
        try #require(sizes.count == 3, "\(sizes)")
        #expect((43...64).contains(sizes[0]) && (724...1448).contains(sizes[1]) && (10_000...18_000).contains(sizes[2]))
    }

    @Test func aFlatOrShortCurveHasNone() {
        #expect(Step.steps(of: curve([(Double.infinity, 20)], noise: 0.05)).isEmpty)
        #expect(Step.steps(of: []).isEmpty)
        #expect(Step.steps(of: [(1, 1), (2, 100)]).isEmpty)
        #expect(Step.steps(of: [(1, .nan), (2, 0), (3, -1), (4, .infinity)]).isEmpty)
    }

    /// A point between two plateaus is neither a plateau nor a second step.
    @Test func aSlopeIsOneStep() {
        var points = curve([(0x1p20, 100), (Double.infinity, 20)])
        points[15].y = 45
        #expect(Step.steps(of: points).count == 1)
    }

    @Test func theKneeIsTheFewestWithinTheShare() {
        let rates = [(x: 1, y: 20.0), (2, 39), (4, 60), (8, 62), (16, 61)]
        #expect(Knee.smallest(of: rates, within: 0.03) == 8)
        #expect(Knee.smallest(of: rates, within: 0.04) == 4)
        #expect(Knee.smallest(of: [], within: 0.03) == nil)
    }
}

extension Double {
    /// 2 to this power.
    fileprivate var exponential: Double {
        var result = 1.0
        for _ in 0..<Int(self) { result *= 2 }
        return self == rounded(.down) ? result : result * 2.0.squareRoot()
    }
}
