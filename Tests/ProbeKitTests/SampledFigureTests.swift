import ProbeKit
import Records
import Statistics
import Testing

@Suite struct SampledFigureTests {
    private let far = ContinuousClock.now + .seconds(60)
    private let labels = [["placement": "compact"], ["placement": "spread"]]

    private func figure(_ check: @escaping () throws -> Void = {}) -> SampledFigure {
        SampledFigure("scaling", unit: "GB/s", labels: labels) {
            SampledFigure.Sampling(
                watch: .quiet, sample: { Sampler.Repetition(value: 5, seconds: 0.001) }, check: check)
        }
    }

    private func failure(_ status: Records.ExitStatus) -> Failure {
        Failure(status, cannot: "go on", because: "the thread is gone", remedy: "Repeat")
    }

    @Test func oneMeasurementForEachOfItsLabels() throws {
        let figure = figure()
        for _ in 0..<3 {
            #expect(!figure.isDone)
            try figure.takeTurn(Sampler(quick: true), until: far)
        }
        #expect(figure.isDone)
        let measurements = figure.measurements(ending: .budget)
        #expect(measurements.map(\.labels) == labels)
        #expect(measurements.allSatisfy { $0.summary?.median == 5 && $0.samples.count == 12 })
        #expect(measurements.allSatisfy { $0.stopped == .interval })
    }

    @Test func whatCannotBeDoneIsAnObstacleAndAWrongResultAnError() throws {
        let obstructed = figure { throw self.failure(.unavailable) }
        try obstructed.takeTurn(Sampler(quick: true), until: far)
        #expect(obstructed.isDone)
        #expect(obstructed.measurements(ending: .budget).allSatisfy { $0.notMeasured == "the thread is gone" })
        let wrong = figure { throw self.failure(.internalError) }
        #expect(throws: Failure.self) { try wrong.takeTurn(Sampler(quick: true), until: far) }
    }

    @Test func whatWasNotSampledSaysWhy() {
        #expect(figure().measurements(ending: .budget).allSatisfy { $0.notMeasured?.contains("--time-budget") == true })
        let absent = SampledFigure("smt", unit: "GB/s", labels: [[:]], notMeasured: "there is none")
        #expect(absent.isDone && absent.measurements(ending: .budget).first?.notMeasured == "there is none")
    }

    /// Threads that meet on one CPU hold each other up: that a barrier fails is the consequence and not the cause.
    @Test func whatWasTakenIsTheReasonForWhatFails() throws {
        let taken = TakenAway(cpus: IDSet([3]), online: IDSet([0]))
        let watch = TurnWatch(noise: { NoiseReading() }, takenAway: { taken })
        let failing = SampledFigure("scaling", unit: "GB/s", labels: labels) {
            SampledFigure.Sampling(
                watch: watch, sample: { Sampler.Repetition(value: 5, seconds: 0.001) },
                check: { throw self.failure(.unavailable) })
        }
        let unpinned = SampledFigure("scaling", unit: "GB/s", labels: labels) {
            throw Failure(takenAway: taken, cannot: "pin a thread")
        }
        for figure in [failing, unpinned] {
            try figure.takeTurn(Sampler(quick: true), until: far)
            #expect(figure.isDone)
            for measurement in figure.measurements(ending: .budget) {
                #expect(measurement.takenAway == taken && measurement.notMeasured == taken.text)
            }
        }
    }

    @Test func caveatsNameWhatWasDroppedAndWhatIsInvalid() throws {
        let lost = Measurement("x", unit: "GB/s", labels: ["n": "lost"], takenAway: TakenAway(cpus: IDSet([3])))
        let noise = NoiseReading(quotaCPUs: 0.5, periods: 2, throttledPeriods: 1, throttledSeconds: 0.1)
        let samples = (0..<12).map { _ in Sample(value: 5, seconds: 0.1, noise: noise) }
        let stopped = Measurement(
            "x", unit: "GB/s", labels: ["n": "stopped"], samples: samples, stopped: .count, better: .largest)
        let fine = Measurement(
            "x", unit: "GB/s", labels: ["n": "fine"], samples: samples.map { Sample(value: $0.value, seconds: 1) },
            stopped: .count, better: .largest)
        let kinds = Caveat.noise(in: [lost, stopped, fine]) { $0.labels["n"] ?? "" }.compactMap(\.kind)
        #expect(
            kinds == [
                .throttled(figures: 1, of: 2, worst: "stopped", share: 1, cpus: 0.5),
                .takenAway(lost: TakenAway(cpus: IDSet([3])), figures: 1, of: 3, names: ["lost"]),
            ])
    }
}
