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
}
