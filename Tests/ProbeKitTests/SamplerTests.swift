import Statistics
import ProbeKit
import Records
import Testing

@Suite struct SamplerTests {
    private let far = ContinuousClock.now + .seconds(60)

    @Test func steadyWorkEndsByItsInterval() {
        var calls = 0
        let (samples, stopped) = Sampler(quick: false).run(until: far, noise: { NoiseReading() }) {
            calls += 1
            return .init(value: 100 + Double(calls % 3) * 0.1, seconds: 0.001)
        }
        #expect(stopped == .interval)
        #expect(samples.count == 10)
        #expect(calls == 12, "two warm-ups are dropped")
    }

    @Test func unsteadyWorkEndsByTheBudgetWithWhatThereIs() {
        var calls = 0
        let past = ContinuousClock.now
        let (samples, stopped) = Sampler(quick: false).run(until: past, noise: { NoiseReading() }) {
            calls += 1
            return .init(value: Double(calls * 50), seconds: 0.001)
        }
        #expect(stopped == .budget)
        #expect(samples.map(\.value) == [150, 200, 250], "raw samples are kept in order")
    }

    @Test func samplesNeverGrowWithoutEnd() {
        var calls = 0
        let (samples, stopped) = Sampler(quick: false).run(until: far, noise: { NoiseReading() }) {
            calls += 1
            return .init(value: calls.isMultiple(of: 2) ? 100 : 200, seconds: 0.001)
        }
        #expect(stopped == .count)
        #expect(samples.count == 500)
    }

    @Test func noiseIsKeptWithTheSampleItDisturbed() {
        var reading = NoiseReading()
        var calls = 0
        let (samples, _) = Sampler(quick: true).run(until: far, noise: { reading }) {
            calls += 1
            if calls == 5 { reading.waitSeconds += 0.5 }
            return .init(value: 100, seconds: 1)
        }
        #expect(samples.map(\.isDisturbed) == [false, false, true, false, false, false])
        #expect(samples[2].noise?.waitSeconds == 0.5)
    }
}
