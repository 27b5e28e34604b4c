import Catalog
import EngineRuns
import Glibc
import ModelFiles
import Quantities
import Statistics
import SystemPackage
import TestSupport
import TokenModel

enum Examples {
    /// Of two runs of llama-bench on the same two files of SmolLM2 135M, which `probe synthesize` wrote.
    static func bench(_ build: String) throws -> [LlamaBenchRow] {
        try LlamaBenchFile(Repository.fixture("llama-bench").appending("\(build).jsonl")).rows
    }

    /// A row as llama-bench writes it.
    static func row(_ file: String = "model.gguf", _ changes: [String: String] = [:]) throws -> LlamaBenchRow {
        var fields = [
            "model_filename": "\"\(file)\"", "n_threads": "2", "n_prompt": "0", "n_gen": "64", "n_depth": "0",
            "avg_ts": "10.0", "stddev_ts": "0.1", "type_k": "\"f16\"", "type_v": "\"f16\"",
        ]
        fields.merge(changes) { _, new in new }
        let text = "{" + fields.sorted { $0.key < $1.key }.map { "\"\($0.key)\": \($0.value)" }.joined(separator: ", ")
        return try LlamaBenchFile(Array((text + "}").utf8), name: "a test").rows[0]
    }

    static func demand(_ model: String, _ format: String) throws -> ModelDemand {
        let catalog = try Catalog.builtIn()
        guard let model = catalog.models.first(where: { $0.name == model }), let format = catalog.format(format),
            let demand = ModelDemand(model, format)
        else { throw Missing(model: model) }
        return demand
    }

    struct Missing: Error {
        let model: String
    }

    /// An invented machine: 15 and 30 GB/s of reading, kernels below that.
    static func rates(threads: Int) -> [PlacementRates] { rates(threads: threads, memory: 1) }

    /// The same with memory that gives so much more.
    static func rates(threads: Int, memory: Double) -> [PlacementRates] {
        guard threads <= 2, let reads = curve(15e9 * memory * Double(threads)),
            let product = curve(200e9 * Double(threads))
        else { return [] }
        let kernel = { (rate: Double) in
            KernelRates(
                cache: estimate(rate * Double(threads)), memory: estimate(rate * 0.9 * memory * Double(threads)))
        }
        return [
            PlacementRates(
                placement: .whole, threads: threads, reads: reads,
                kernels: [.q4_k: kernel(10e9), .q6_k: kernel(12e9), .q8_0: kernel(14e9), .f32: kernel(20e9)],
                products: [.int8: product, .fp32: product], attention: curve(8e9 * Double(threads)), barrier: 2e-6,
                memory: ByteCount(gigabytes: 16))
        ]
    }

    private static func curve(_ rate: Double) -> RateCurve? { RateCurve(constant: estimate(rate)) }

    /// ± 2 %.
    private static func estimate(_ rate: Double) -> Estimate<Double> {
        Estimate(median: rate, low: rate * 0.98, high: rate * 1.02)
    }

    /// What an engine that does `factor` times the uninformed profile's rates would be measured to do.
    static func run(
        _ model: String, _ format: String, _ phase: Calibration.Phase, threads: Int = 2, depth: Int = 0,
        engine: String = "gcc", factor: Double = 1, spread: Double = 0.01
    ) throws -> EngineRun {
        let demand = try demand(model, format)
        let scenario = phase == .prompt ? Scenario(prompt: 512) : Scenario(context: depth + 32)
        let model = FittedModel(rates: rates(threads: threads)[0], profile: .uninformed)
        let prediction = model.predict(demand, scenario)
        let rate = (phase == .prompt ? prediction.prompt : prediction.generation)?.median.value ?? 0
        return EngineRun(
            engine: engine, demand: demand, scenario: scenario, phase: phase, threads: threads, depth: depth,
            measured: rate * factor, spread: spread)
    }
}
