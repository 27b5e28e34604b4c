import EngineRuns
import Quantities
import Testing
import TokenModel

@Suite struct MachineLimitTests {
    private func reason(
        _ phase: Calibration.Phase, _ rate: Double, format: String = "Q8_0", threads: Int = 2,
        peak: MachineLimits.CorePeak? = nil, rates: @escaping (Int) -> [PlacementRates] = Examples.rates(threads:)
    ) throws -> String? {
        let run = EngineRun(
            demand: try Examples.demand("Llama 3.2 1B", format),
            scenario: phase == .prompt ? Scenario(prompt: 512) : Scenario(), phase: phase, threads: threads,
            measured: rate, spread: 0.01)
        return MachineLimits(rates: rates, peak: peak).reasonImpossible(run)
    }

    /// 1.3 GB for each token, and 30 GB/s.
    @Test func generationReadsNoFasterThanMemory() throws {
        #expect(try reason(.generation, 22) == nil)
        // As noise allows.
        #expect(try reason(.generation, 26) == nil)
        let text = try #require(try reason(.generation, 30))
        #expect(text.hasPrefix("faster than this machine's memory can be read: 30.0 token/s take 39"))
        #expect(text.contains("30.6 were measured"))
        #expect(try reason(.generation, 15, threads: 1) != nil)
    }

    /// What stays in a cache is not read from memory.
    @Test func aCacheHoldsWhatItCan() throws {
        let curve = RateCurve([
            .init(size: 0.5e9, rate: Estimate(exactly: 300e9)), .init(size: 1e9, rate: Estimate(exactly: 30e9)),
        ])
        let rates = { (threads: Int) in
            Examples.rates(threads: threads).compactMap { plain in
                curve.map { reads in
                    PlacementRates(
                        placement: .whole, threads: threads, reads: reads, kernels: plain.kernels,
                        products: plain.products, attention: nil, barrier: 0, memory: nil)
                }
            }
        }
        #expect(try reason(.generation, 70, rates: rates) == nil)
        #expect(try reason(.generation, 100, rates: rates) != nil)
    }

    /// 1.9 GOP for each token but the last.
    @Test func promptsComputeNoFasterThanTheCores() throws {
        let peak = MachineLimits.CorePeak(floats: 100e9, any: 400e9)
        #expect(try reason(.prompt, 420, peak: peak) == nil)
        let text = try #require(try reason(.prompt, 520, peak: peak))
        #expect(text.contains("cores can compute") && text.contains("800 are the peak of 2 cores"))
        // Floats are not multiplied as bytes are; but what the loops did is possible in any case.
        #expect(try reason(.prompt, 210, format: "F16", peak: peak) == nil)
        #expect(try reason(.prompt, 260, format: "F16", peak: peak) != nil)
    }

    @Test func withoutAPeakTheLoopsBoundIt() throws {
        #expect(try reason(.prompt, 420) == nil)
        let text = try #require(try reason(.prompt, 520))
        #expect(text.contains("twice what the fastest loop did"))
        #expect(try reason(.prompt, 520, threads: 9) == nil)
    }
}
