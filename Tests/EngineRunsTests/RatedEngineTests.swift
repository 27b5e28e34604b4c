import Catalog
import EngineRuns
import Engines
import Quantities
import Records
import Statistics
import Testing
import TokenModel

/// A record of an engine that does what a known profile says is fitted back to that profile.
@Suite struct RatedEngineTests {
    /// All formats a fifth slower than the probe's loops, layers twice as long as guessed.
    private static var known: EngineProfile {
        let uninformed = EngineProfile.uninformed
        let mean = zip(uninformed.parameters, uninformed.belief.mean).map { name, value in
            name == "layer" ? value + 0.7 : name.hasPrefix("generation.Q") ? value - 0.22 : value
        }
        return EngineProfile(
            name: "known", source: "a test", parameters: uninformed.parameters,
            belief: Belief(mean: mean, covariance: uninformed.belief.covariance), noise: 0.02)
    }

    private static let models: [EngineModel] = [
        EngineModel(.thin, .q8_0, layers: 16), EngineModel(.usual, .q4_k_m, layers: 4),
        EngineModel(.usual, .q8_0, layers: 4),
    ]

    private static func measurement(_ quantity: String, _ unit: String, _ labels: [String: String], _ rate: Double)
        -> Measurement
    {
        Measurement(
            quantity, unit: unit, labels: labels,
            samples: [0.998, 0.999, 1, 1.001, 1.002].map { Sample(value: rate * $0, seconds: 0.1) }, stopped: .budget,
            better: .largest)
    }

    /// - Parameter memory: the machine's rates, times this, while the engine ran.
    private static func record(
        build: String = "1", memory: Double = 1, profile: EngineProfile = known, models: [EngineModel] = models
    ) throws -> Record<EngineDetails> {
        var details = EngineDetails(seed: 1)
        details.builds = [EngineDetails.Build(id: build, engine: "llama.cpp", foundBy: "PATH")]
        details.models = models.map { $0.record(bytes: $0.bytes) }
        var measurements: [Measurement] = []
        for model in models {
            let tensors = try #require(model.model.storedTensors(model.mix))
            let demand = ModelDemand(model.model, format: model.mix.rawValue, tensors: tensors)
            for threads in [1, 2] {
                for (phase, tokens, depth) in [("generation", 16, 0), ("generation", 8, 2048), ("prompt", 128, 0)] {
                    let scenario = phase == "prompt" ? Scenario(prompt: tokens) : Scenario(context: depth + tokens / 2)
                    let rates = Examples.rates(threads: threads, memory: memory)[0]
                    let prediction = FittedModel(rates: rates, profile: profile).predict(demand, scenario)
                    let rate = phase == "prompt" ? prediction.prompt : prediction.generation
                    let labels = [
                        "build": build, "model": model.name, "format": model.mix.rawValue, "phase": phase,
                        "threads": "\(threads)", "tokens": "\(tokens)", "depth": "\(depth)",
                    ]
                    measurements.append(
                        measurement(EngineCell.quantity, EngineCell.unit, labels, try #require(rate?.median.value)))
                }
            }
        }
        measurements.append(
            measurement(EnginePulse.quantity, EnginePulse.unit, ["threads": "2", "per_beat": "5"], 30 * memory))
        return Record(
            probe: "engine", arguments: [], startedAt: "2025-01-01T00:00:00Z", seconds: 1,
            environment: Environment(host: "lab", kernel: "Linux"), caveats: [], measurements: measurements,
            details: details)
    }

    /// Of the machine's own measurement: 30 GB/s by two threads.
    private static var scaling: [ScalingCell] {
        [
            ScalingCell(
                measurement(
                    ScalingCell.quantity, "GB/s", ["workload": "read", "placement": "compact", "threads": "2"], 30))
        ].compactMap(\.self)
    }

    private func fit(_ record: Record<EngineDetails>, scaling: [ScalingCell] = []) throws -> ProfileFit {
        let rated = try #require(RatedEngine(record))
        return try #require(
            rated.fit(
                prior: .uninformed, host: "lab", rates: { Examples.rates(threads: $0) }, scaling: scaling))
    }

    /// By the fitted profile over by the known one, of models that nobody ran, on the machine as it was measured.
    private func errors(_ profile: EngineProfile) throws -> [Double] {
        try [("Llama 3.2 3B", "Q8_0"), ("Llama 3.2 1B", "Q4_K_M"), ("Llama 3.2 3B", "Q4_K_M")].map { model, format in
            let demand = try Examples.demand(model, format)
            let values = try [profile, Self.known].map { profile in
                let model = FittedModel(rates: Examples.rates(threads: 2)[0], profile: profile)
                return try #require(model.predict(demand, Scenario(context: 512)).generation).median.value
            }
            return values[0] / values[1] - 1
        }
    }

    @Test func theProfileIsFoundAgain() throws {
        let fit = try fit(try Self.record())
        #expect(fit.residuals.count == 18 && fit.withoutRates.isEmpty)
        #expect(try #require(fit.medianResidual) < 0.03)
        for error in try errors(fit.profile) { #expect(error.magnitude < 0.05, "\(error)") }
        #expect(try errors(.uninformed).contains { $0 > 0.15 }, "what was known before was something else")
        #expect(fit.profile.name == "llama.cpp, as measured here" && fit.profile.isPossible)
        #expect(fit.profile.footing?.isOfThisMachine == true)
    }

    /// While the engine ran memory gave a quarter less than when the machine was measured.
    @Test func memoryThatChangedIsTakenOut() throws {
        let record = try Self.record(memory: 0.75)
        let rated = try #require(RatedEngine(record))
        #expect((rated.memoryChange(Self.scaling) - 0.75).magnitude < 0.01)
        #expect(rated.memoryChange([]) == 1, "nothing to set it against")
        let with = try errors(try fit(record, scaling: Self.scaling).profile)
        let without = try errors(try fit(record).profile)
        for (error, other) in zip(with, without) {
            #expect(error.magnitude < 0.07 && error.magnitude < other.magnitude, "\(error), \(other)")
        }
    }

    @Test func readingsThatAgreeChangeNothing() throws {
        #expect(try #require(RatedEngine(try Self.record(memory: 0.97))).memoryChange(Self.scaling) == 1)
        let crazy = try #require(RatedEngine(try Self.record(memory: 0.01))).memoryChange(Self.scaling)
        #expect(crazy == 0.25, "no machine changes as much: one of the readings is wrong")
    }

    @Test func nothingRatedIsNoEngine() throws {
        var record = try Self.record()
        let measurements = record.measurements
        record.measurements = measurements.map { measurement in
            Measurement(
                measurement.quantity, unit: measurement.unit, labels: measurement.labels, notMeasured: "a test")
        }
        #expect(RatedEngine(record) == nil)
        record.measurements = measurements
        #expect(RatedEngine(record)?.runs.count == 18)
        record.details.models = []
        #expect(RatedEngine(record) == nil, "nobody knows what was run")
        record.details.builds = []
        #expect(RatedEngine(record) == nil)
    }

    /// A record may be made by hand.
    @Test func labelsThatNoEngineHasAreNoCells() throws {
        let labels = [
            "build": "1", "model": "usual Q8_0", "format": "Q8_0", "phase": "generation", "threads": "1",
            "tokens": "16", "depth": "0",
        ]
        let cell = { (labels: [String: String]) in
            EngineCell(Self.measurement(EngineCell.quantity, EngineCell.unit, labels, 1))
        }
        #expect(cell(labels)?.tokens == 16)
        for name in ["tokens", "threads"] {
            for value in ["0", "-1", "\(Int.max)", "many"] {
                #expect(cell(labels.merging([name: value]) { $1 }) == nil, "\(name) \(value)")
            }
        }
        #expect(cell(labels.merging(["depth": "\(Int.max)"]) { $1 })?.depth == 0)
    }

    /// Predictions are fitted to the first that was named.
    @Test func aSecondBuildIsLeftOut() throws {
        var record = try Self.record()
        let faster = EngineProfile.uninformed
        record.details.builds.append(EngineDetails.Build(id: "2", engine: "llama.cpp", foundBy: "PATH"))
        record.measurements += try Self.record(build: "2", profile: faster).measurements
        #expect(RatedEngine(record)?.runs.count == 18)
        for error in try errors(try fit(record).profile) { #expect(error.magnitude < 0.05, "\(error)") }
    }
}
