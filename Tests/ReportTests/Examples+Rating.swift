import Records
import Statistics

extension Examples {
    /// Two builds of an engine: the second is faster in Q5_K_M, and alike in Q4_K_M.
    static func engineDetails(_ change: (inout EngineDetails) -> Void = { _ in }) -> EngineDetails {
        var first = EngineDetails.Build(id: "1", engine: "llama.cpp", foundBy: "PATH")
        first.number = 11_434
        first.compiler = "GNU 12.2.0"
        first.features = ["avx", "avx2", "fma", "llamafile"]
        var second = EngineDetails.Build(id: "2", engine: "llama.cpp", foundBy: "--llama-bench")
        second.number = 11_434
        second.compiler = "Clang 21.1.0"
        second.features = ["avx", "avx2", "avx512", "avx512_vnni", "fma", "llamafile"]
        var details = EngineDetails(seed: 1)
        details.builds = [first, second]
        details.models =
            ["usual Q4_K_M", "usual Q5_K_M", "thin Q8_0"].map { engineModel($0) } + [
                engineModel("mixture Q4_K_M", experts: 32)
            ]
        details.directory = "~/.cache"
        details.threads = [1, 32]
        details.trials = engineTrials
        details.notes = ["no time or room for Q5_1, IQ4_XS: raise --time-budget"]
        change(&details)
        return details
    }

    private static func engineModel(_ name: String, experts: Int = 0) -> EngineDetails.Model {
        EngineDetails.Model(
            name: name, format: name.split(separator: " ").last.map(String.init) ?? "", architecture: "llama",
            layers: 4, embedding: 2048, heads: 32, kvHeads: 8, headDimension: 64, feedForward: 8192,
            vocabulary: 16_384, experts: experts, activeExperts: experts / 8, tiedEmbeddings: experts == 0,
            bytes: 200_000_000)
    }

    static func trial(
        _ option: String, _ value: String, _ phase: String = "generation", low: Double, high: Double
    ) -> EngineDetails.Trial {
        EngineDetails.Trial(
            build: "1", phase: phase, option: option, value: value, usual: option == "-t" ? "32" : "none",
            gain: (low * high).squareRoot(), low: low, high: high, pairs: 6)
    }

    static let engineTrials = [
        trial("-t", "24", low: 1.04, high: 1.1), trial("-t", "64", "prompt of 512", low: 1.1, high: 1.3),
        trial("-ub", "1024", "prompt of 512", low: 1.02, high: 1.08),
        trial("-ub", "256", "prompt of 512", low: 0.9, high: 0.95),
        trial("-fa", "1", "generation after 1024 tokens", low: 0.99, high: 1.02),
        trial("-ctk/-ctv", "q8_0", "generation after 1024 tokens", low: 1.05, high: 1.15),
        trial("--load-mode", "none", low: 0.99, high: 1.01), trial("--numa", "distribute", low: 0.98, high: 1.02),
        trial("numactl", "--interleave=all", low: 1.4, high: 1.6),
        trial("numactl", "--cpunodebind=0 --membind=0", low: 0.6, high: 0.7),
    ]

    static func engineRate(
        _ model: String, _ phase: String, _ threads: Int, _ rates: [Double], build: String = "1", depth: Int = 0,
        tokens: Int? = nil
    ) -> Measurement {
        let labels = [
            "build": build, "model": model, "format": model.split(separator: " ").last.map(String.init) ?? "",
            "phase": phase, "threads": "\(threads)", "tokens": "\(tokens ?? (phase == "prompt" ? 128 : 16))",
            "depth": "\(depth)",
        ]
        return Measurement(
            EngineCell.quantity, unit: EngineCell.unit, labels: labels,
            samples: rates.map { Sample(value: $0, seconds: 16 / $0) }, stopped: .budget, better: .largest)
    }

    /// Reading memory, five times between two runs.
    static func pulse(_ rates: [Double]) -> Measurement {
        let samples = rates.flatMap { rate in (0..<5).map { Sample(value: rate + Double($0) / 10, seconds: 0.01) } }
        return Measurement(
            EnginePulse.quantity, unit: EnginePulse.unit, labels: ["threads": "32", "per_beat": "5"], samples: samples,
            stopped: .count, better: .largest)
    }

    static var engineRates: [Measurement] {
        let models = [("usual Q4_K_M", 300.0, 1.0), ("usual Q5_K_M", 250, 1.24), ("thin Q8_0", 800, 1)]
        let rates = models.flatMap { model, rate, faster in
            [("1", 1.0), ("2", faster)].flatMap { build, factor in
                [(1, 0.1), (32, 1)].flatMap { threads, share in
                    let own = [1.0, 1.01, 0.99, 1.02].map { rate * share * factor * $0 }
                    return [
                        engineRate(model, "generation", threads, own, build: build),
                        engineRate(model, "prompt", threads, own.map { 8 * $0 }, build: build),
                    ]
                }
            }
        }
        let missing = Measurement(
            EngineCell.quantity, unit: EngineCell.unit,
            labels: engineRate("mixture Q4_K_M", "prompt", 32, [1]).labels, notMeasured: "it ended with | signal 4")
        return rates + [
            engineRate("mixture Q4_K_M", "generation", 32, [500, 510]),
            engineRate("usual Q4_K_M", "prompt", 32, [2600, 2640], tokens: 512),
            engineRate("thin Q8_0", "generation", 32, [600, 610], depth: 2048), missing, pulse([380, 381, 379, 380]),
        ]
    }

    /// The two-socket server with an engine of other paths than expected.
    static func ratedServer() throws -> RunResult {
        var result = try twoSocketServer()
        let details = engineDetails {
            $0.builds[0].differences = [
                "generation in Q4_0, Q8_0: row, maddubs, 256 bits, where row, vnni, 256 bits was expected"
            ]
        }
        try rate(&result, details)
        return result
    }

    /// Adds an engine that was rated.
    static func rate(
        _ result: inout RunResult, _ details: EngineDetails = engineDetails(), _ caveats: [Caveat] = [],
        measurements: [Measurement] = engineRates
    ) throws {
        result.records["engine"] = try record("engine", details, caveats: caveats, measurements: measurements)
        result.runs.append(ProbeRun(name: "engine", program: "probe-engine", outcome: .succeeded, seconds: 85))
    }
}
