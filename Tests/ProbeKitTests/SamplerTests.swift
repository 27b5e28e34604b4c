import ProbeKit
import Records
import Statistics
import Testing

@Suite struct SamplerTests {
    private let far = ContinuousClock.now + .seconds(60)

    private func turn(
        _ sampler: Sampler, _ series: inout SampleSeries, until deadline: ContinuousClock.Instant? = nil,
        _ value: @escaping (Int) -> Double
    ) {
        var calls = series.turns * 1000
        sampler.takeTurn(&series, until: deadline ?? far, watch: .quiet) {
            calls += 1
            return .init(value: value(calls), seconds: 0.001)
        }
    }

    @Test func steadyWorkIsKnownAfterThreeTurns() {
        var series = SampleSeries()
        for expected in [nil, nil, StopReason.interval] {
            turn(Sampler(quick: false), &series) { 100 + Double($0 % 3) * 0.1 }
            #expect(series.stopped == expected)
        }
        #expect(series.samples.count == 24)
    }

    @Test func theFirstRepetitionOfATurnIsDroppedAndTheRestKeptInOrder() {
        var series = SampleSeries()
        turn(Sampler(quick: true), &series) { Double($0) }
        #expect(series.samples.map(\.value) == [2, 3, 4, 5])
    }

    @Test func aPassedDeadlineStillGivesOneSample() {
        var series = SampleSeries()
        turn(Sampler(quick: false), &series, until: .now) { Double($0) }
        #expect(series.samples.count == 1)
        #expect(series.stopped == nil)
    }

    @Test func samplesNeverGrowWithoutEnd() {
        var series = SampleSeries()
        while series.stopped == nil, series.turns < 10_000 {
            turn(Sampler(quick: false), &series) { $0.isMultiple(of: 2) ? 100 : 200 }
        }
        #expect(series.stopped == .count)
        #expect(series.samples.count == 5000)
    }

    /// Each turn alone is steady, and the turns differ: what they have in common must be learned by coming back.
    @Test func aSlowChangeIsNotMistakenForAKnownMedian() {
        var series = SampleSeries()
        for _ in 0..<5 { turn(Sampler(quick: false), &series) { 100 + Double($0 / 1000) * 8 } }
        #expect(series.stopped == nil)
    }

    @Test func noiseIsKeptWithTheSampleItDisturbed() {
        var reading = NoiseReading()
        var calls = 0
        var series = SampleSeries()
        Sampler(quick: true).takeTurn(&series, until: far, watch: TurnWatch(noise: { reading }, takenAway: { nil })) {
            calls += 1
            if calls == 4 { reading.waitSeconds += 0.5 }
            return .init(value: 100, seconds: 1)
        }
        #expect(series.samples.map(\.isDisturbed) == [false, false, true, false])
        #expect(series.samples[2].noise?.waitSeconds == 0.5)
    }

    @Test func aTurnInWhichSomethingWasTakenIsTheLast() {
        var taken: TakenAway?
        var series = SampleSeries()
        for turn in 0..<2 {
            #expect(!series.isDone)
            if turn == 1 { taken = TakenAway(cpus: IDSet([3])) }
            let watch = TurnWatch(noise: { NoiseReading() }, takenAway: { taken })
            Sampler(quick: false).takeTurn(&series, until: far, watch: watch) { .init(value: 5, seconds: 1) }
        }
        #expect(series.isDone && series.stopped == nil)
        let dropped = series.measurement("bandwidth", unit: "GB/s", labels: [:], ending: .budget, better: .largest)
        #expect(dropped.summary == nil && dropped.takenAway == taken)
    }
}
