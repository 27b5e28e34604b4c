import Statistics
import Testing

@Suite struct ScalingFitTests {
    /// Points of the universal scalability law, each with a 95 % interval of ± 1.96 × `error`.
    private static func points(
        _ counts: [Int], rate: Double = 7, contention: Double, coherence: Double = 0, error: Double = 0
    ) -> [ScalingPoint] {
        counts.map { threads in
            let n = Double(threads)
            let value = rate * n / (1 + contention * (n - 1) + coherence * n * (n - 1))
            let half = 1.96 * error * value
            return ScalingPoint(threads: threads, rate: value, low: value - half, high: value + half)
        }
    }

    @Test func amdahlIsRecoveredExactly() throws {
        let fit = try #require(AmdahlFit(Self.points([1, 2, 4, 8, 16, 64], contention: 0.04)))
        #expect(abs(fit.serialFraction.value - 0.04) < 1e-12)
        #expect(abs(fit.singleThreadRate.value - 7) < 1e-10)
        #expect(abs(fit.speedup(threads: 16) - 10) < 1e-9)
        #expect(fit.rmsResidual < 1e-12)
    }

    @Test(arguments: [[1, 2, 3], [1, 2, 4, 8, 16, 32, 64, 128, 256, 512]])
    func theScalabilityLawIsRecoveredExactly(counts: [Int]) throws {
        let fit = try #require(ScalabilityFit(Self.points(counts, contention: 0.05, coherence: 0.0002)))
        #expect(abs(fit.contention.value - 0.05) < 1e-9)
        #expect(abs(fit.coherence.value - 0.0002) < 1e-10)
        #expect(abs(fit.rate(threads: 1) - 7) < 1e-8)
        #expect(abs(try #require(fit.peakThreads) - (0.95 / 0.0002).squareRoot()) < 1e-3)
        #expect(fit.rmsResidual < 1e-9)
    }

    /// 16 cores with a speed-up of 10: 1/10 = s + (1 − s)/16, so s = (16/10 − 1)/15 = 0.04. The floor of 0.5 % in both
    /// rates puts an error of 1.6/15 × 0.005 × √2 on it.
    @Test func sixteenCoresAndASpeedUpOfTen() throws {
        let points = [(1, 1.0), (16, 10.0)].map { ScalingPoint(threads: $0, rate: $1, low: $1, high: $1) }
        let fit = try #require(AmdahlFit(points))
        #expect(Efficiency.parallel(speedup: 10, threads: 16) == 0.625)
        #expect(abs(fit.serialFraction.value - 0.04) < 1e-12)
        #expect(abs(fit.serialFraction.standardError - 1.6 / 15 * 0.005 * 2.0.squareRoot()) < 1e-9)
        #expect(abs(fit.singleThreadRate.standardError - 0.005) < 1e-9)
    }

    @Test func superlinearSpeedUpIsReported() throws {
        let fit = try #require(AmdahlFit(Self.points([1, 2, 4], contention: -0.02)))
        #expect(abs(fit.serialFraction.value + 0.02) < 1e-12)
        let law = try #require(ScalabilityFit(Self.points([1, 2, 4, 8], contention: 0.1, coherence: -0.001)))
        #expect(abs(law.coherence.value + 0.001) < 1e-10)
        #expect(law.peakThreads == nil)
    }

    @Test func tooFewPointsAreNotFitted() {
        #expect(AmdahlFit([]) == nil)
        #expect(AmdahlFit(Self.points([4, 4, 4], contention: 0)) == nil)
        #expect(ScalabilityFit(Self.points([1, 8, 8, 1], contention: 0)) == nil)
        #expect(AmdahlFit([1, 2].map { ScalingPoint(threads: $0, rate: 0, low: 0, high: 0) }) == nil)
        #expect(AmdahlFit([1, 2].map { ScalingPoint(threads: $0, rate: .nan, low: 0, high: 0) }) == nil)
    }

    /// A point ten times less certain than the others hardly moves the fit.
    @Test func uncertainPointsWeighLess() throws {
        var points = Self.points([1, 2, 4, 8], contention: 0.05, error: 0.01)
        points.append(ScalingPoint(threads: 16, rate: 30, low: 0, high: 60))
        #expect(abs(try #require(AmdahlFit(points)).serialFraction.value - 0.05) < 0.001)
    }

    /// Points that no law goes through have an error from their scatter, not from their narrow intervals.
    @Test func scatterWidensTheErrors() throws {
        let straight = Self.points([1, 2, 3, 4, 5, 6], contention: 0.05, error: 0.01)
        let bent = straight.map {
            let rate = $0.rate * ($0.threads.isMultiple(of: 2) ? 1.1 : 0.9)
            return ScalingPoint(threads: $0.threads, rate: rate, low: rate * 0.9804, high: rate * 1.0196)
        }
        let narrow = try #require(AmdahlFit(straight)).serialFraction.standardError
        #expect(try #require(AmdahlFit(bent)).serialFraction.standardError > 5 * narrow)
    }

    /// Rates with normal errors of 2 %, known or with intervals that claim half as much.
    @Test(arguments: [0.02, 0.01])
    func errorsHoldTheTrueValuesAsOftenAsTheySay(claimed: Double) throws {
        var random = SplitMix(state: 5)
        let trials = 1000
        var hits = (serial: 0, contention: 0, coherence: 0)
        for _ in 0..<trials {
            func noisy(_ coherence: Double) -> [ScalingPoint] {
                Self.points(Array(1...16), contention: 0.04, coherence: coherence).map {
                    let normal = (0..<12).reduce(-6) { sum, _ in sum + Double.random(in: 0..<1, using: &random) }
                    let rate = $0.rate * (1 + 0.02 * normal)
                    let half = 1.96 * claimed * rate
                    return ScalingPoint(threads: $0.threads, rate: rate, low: rate - half, high: rate + half)
                }
            }
            let amdahl = try #require(AmdahlFit(noisy(0))).serialFraction
            let law = try #require(ScalabilityFit(noisy(0.002)))
            hits.serial += amdahl.low <= 0.04 && 0.04 <= amdahl.high ? 1 : 0
            hits.contention += law.contention.low <= 0.04 && 0.04 <= law.contention.high ? 1 : 0
            hits.coherence += law.coherence.low <= 0.002 && 0.002 <= law.coherence.high ? 1 : 0
        }
        for hit in [hits.serial, hits.contention, hits.coherence] {
            #expect((0.91...0.985).contains(Double(hit) / Double(trials)), "\(hits)")
        }
    }
}
