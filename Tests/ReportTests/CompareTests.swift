import Catalog
import Records
import Report
import Statistics
import Testing
import TokenModel

/// Two runs of one machine.
@Suite struct CompareTests {
    /// Made once: reading records from JSON takes longer than comparing them.
    private static let first = Result {
        try ComparedRun(Examples.twoSocketServerWithInference(), name: "a")
    }

    private let first: ComparedRun
    private let before: RunResult

    init() throws {
        first = try Self.first.get()
        before = first.result
    }

    private func comparison(_ after: RunResult, models: [ModelDemand] = []) throws -> RunComparison {
        try RunComparison([first, try ComparedRun(after, name: "b")], models: models)
    }

    private func moved(_ comparison: RunComparison) -> [FigureChange] {
        comparison.changes.filter { $0.verdict == .moved }
    }

    @Test func nothingMovesBetweenARunAndItself() throws {
        let comparison = try RunComparison([first, first], models: [])
        #expect(comparison.changes.count > 60)
        #expect(comparison.changes.allSatisfy { $0.verdict == .withinNoise && $0.change == 0 && $0.probability == 1 })
        #expect(comparison.differences.isEmpty && comparison.onlyFirst.isEmpty && comparison.onlyLast.isEmpty)
        #expect(comparison.regressions(beyond: 0).isEmpty)
        #expect(comparison.page().terminalText.contains("Nothing: none of"))
    }

    @Test func whatMovedIsFoundAndNothingElse() throws {
        let after = try Examples.changed(before, "bandwidth") { measurement in
            let isIt = measurement.labels["kernel"] == "read" && measurement.labels["study"] == "interleaved"
            return isIt ? Examples.scaled(measurement, 0.8) : measurement
        }
        let moved = moved(try comparison(after))
        let only = try #require(moved.first)
        #expect(moved.count == 1 && only.first.name == "read, avx2, 32 threads, all nodes, interleaved")
        #expect(abs(only.change + 0.2) < 1e-9 && only.isWorse && only.adjusted < 0.05)
        #expect(only.isRegression(beyond: 0.15) && !only.isRegression(beyond: 0.25))
    }

    @Test func lessTimeIsBetter() throws {
        let after = try Examples.changed(before, "latency") { measurement in
            let isIt = measurement.labels["kind"] == "barrier"
            return isIt ? Examples.scaled(measurement, 0.5, better: .smallest) : measurement
        }
        let comparison = try comparison(after)
        let moved = moved(comparison)
        #expect(moved.count == 2 && moved.allSatisfy { !$0.isWorse && $0.first.name.hasPrefix("barrier") })
        #expect(comparison.regressions(beyond: 0.05).isEmpty)
        // Seen from the other end it is twice the time.
        let back = try RunComparison(
            [try ComparedRun(after, name: "b"), first], models: [])
        #expect(back.regressions(beyond: 0.05).count == 2)
    }

    @Test func theGreatestChangeIsFirstUpOrDown() throws {
        let factors = ["0": 3.0, "1": 0.25, "all": 0.9]
        let after = try Examples.changed(before, "bandwidth") { measurement in
            let node = measurement.labels["memory_node"] ?? ""
            let isIt = measurement.labels["kernel"] == "triad" && measurement.labels["study"] == nil
            return Examples.scaled(measurement, isIt ? factors[node] ?? 1 : 1)
        }
        let changes = moved(try comparison(after)).map { ($0.change * 1000).rounded() / 1000 }
        // Node 0's triad past the caches was measured again by as many threads, and had not moved.
        #expect(changes == [-0.75, -0.75, 2, -0.1, -0.1])
    }

    @Test func aChangeThatIsSmallIsNoiseHoweverCertain() throws {
        let after = try Examples.changed(before, "flops") { Examples.scaled($0, 1.01) }
        #expect(moved(try comparison(after)).isEmpty)
    }

    @Test func fewIndependentSamplesAreNotEnough() throws {
        // 48 samples that stay on a level for eight each are worth six.
        let levels = [2.0, 2, 0, 1, 1, 3].flatMap { [Double](repeating: $0, count: 8) }
        func drifting(_ measurement: Measurement, _ factor: Double) -> Measurement {
            guard measurement.labels["kind"] == "barrier" else { return measurement }
            return Measurement(
                "latency", unit: "ns", labels: measurement.labels,
                samples: levels.map { Sample(value: factor * (100 + $0), seconds: 1) }, stopped: .count,
                better: .smallest)
        }
        let slow = try Examples.changed(before, "latency") { drifting($0, 1.5) }
        let fast = try Examples.changed(before, "latency") { drifting($0, 1) }
        let comparison = try RunComparison(
            [try ComparedRun(fast, name: "a"), try ComparedRun(slow, name: "b")], models: [])
        let unclear = comparison.changes(.unclear, .main)
        #expect(unclear.count == 2 && unclear.allSatisfy { $0.isBeyondIntervals } && moved(comparison).isEmpty)
        #expect(comparison.regressions(beyond: 0.05).isEmpty)
        #expect(comparison.page().terminalText.contains("too few independent samples"))
    }

    @Test func oneSampleIsNeverEnough() throws {
        func single(_ result: RunResult, _ value: Double) throws -> RunResult {
            try Examples.changed(result, "later") { measurement in
                Measurement(
                    measurement.quantity, unit: measurement.unit, labels: measurement.labels,
                    samples: [Sample(value: value, seconds: 1)], stopped: .count, better: .smallest)
            }
        }
        let comparison = try RunComparison(
            [try ComparedRun(try single(before, 1), name: "a"), try ComparedRun(try single(before, 9), name: "b")],
            models: [])
        #expect(comparison.changes(.unclear, .main).map(\.first.name) == ["later: hops, from 0"])
        #expect(moved(comparison).isEmpty)
    }

    @Test func chanceAloneMovesNothing() throws {
        var random = Lehmer(state: 5)
        func shuffled(_ measurement: Measurement) -> Measurement {
            let samples = (0..<24).map { _ in Sample(value: 100 + 10 * random.next(), seconds: 1) }
            return Measurement(
                measurement.quantity, unit: measurement.unit, labels: measurement.labels, samples: samples,
                stopped: .count, better: .largest)
        }
        let probes = ["flops", "inference"]
        let first = try probes.reduce(before) { try Examples.changed($0, $1, shuffled) }
        let last = try probes.reduce(before) { try Examples.changed($0, $1, shuffled) }
        let comparison = try RunComparison(
            [try ComparedRun(first, name: "a"), try ComparedRun(last, name: "b")], models: [])
        #expect(comparison.changes.contains { $0.probability < 0.05 })
        #expect(moved(comparison).isEmpty)
    }

    @Test func repeatsInTheSameRunWidenIntervals() throws {
        // The whole of node 0's reading was measured again by as many threads, and came out lower.
        func with(again: Double, _ factor: Double) throws -> RunResult {
            try Examples.changed(before, "bandwidth") { measurement in
                let labels = measurement.labels
                guard labels["kernel"] == "read", labels["memory_node"] == "0", labels["cpu_node"] == "0",
                    labels["threads"] == "16"
                else { return measurement }
                return Examples.scaled(measurement, labels["study"] == "scaling" ? again : factor)
            }
        }
        let name = "read, avx2, 16 threads, node 0"
        func verdict(_ first: RunResult, _ last: RunResult) throws -> FigureChange.Verdict? {
            let runs = [try ComparedRun(first, name: "a"), try ComparedRun(last, name: "b")]
            return try RunComparison(runs, models: []).changes.first { $0.first.name == name }?.verdict
        }
        #expect(try verdict(try with(again: 1, 1), try with(again: 0.9, 0.9)) == .moved)
        #expect(try verdict(try with(again: 0.85, 1), try with(again: 0.9, 0.9)) == .withinNoise)
    }

    @Test func predictionsFollowTheMachine() throws {
        let catalog = try Catalog.builtIn()
        let model = try #require(catalog.models.first { $0.name == "Llama 3.1 8B" })
        let format = try #require(catalog.format("Q4_K_M"))
        let demand = try #require(ModelDemand(model, format))
        let slow = try ["bandwidth", "inference"].reduce(before) { result, probe in
            try Examples.changed(result, probe) { Examples.scaled($0, 0.5) }
        }
        let change = try #require(try comparison(slow, models: [demand]).predictions.first?.change)
        #expect((-0.55...(-0.4)).contains(change))
    }
}

/// A small generator, so that chance is the same each time.
private struct Lehmer {
    var state: UInt64

    /// From 0 to 1.
    mutating func next() -> Double {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Double(state >> 11) / 0x1p53
    }
}
