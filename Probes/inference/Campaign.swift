import Machine
import ProbeKit
import Records
import Statistics
import Workloads

/// A part for each operation, in which all its figures take turns, within the time there is.
struct Campaign {
    private let plan: InferencePlan
    private let bench: InferenceBench
    private let options: MeasurementOptions
    private var parts: Parts
    private var measurements: [Measurement] = []
    private var noise: [Caveat.Kind] = []

    init(
        machine: Machine, plan: InferencePlan, options: MeasurementOptions, progress: Progress, signals: SignalWatch
    ) {
        self.plan = plan
        self.options = options
        bench = plan.bench(machine, options)
        // Want of memory is told of each figure.
        parts = Parts(Schedule(plan, try? bench.demand()), progress: progress, signals: signals)
    }

    /// What limits the figures.
    var caveats: [Caveat.Kind] { bench.caveats + noise }

    var details: InferenceDetails {
        plan.details(planned: parts.outline.planned, placements: bench.placements, seed: options.seed)
    }

    /// Measures everything that was asked for.
    /// - Returns: one measurement for each rate, and one that says why for each that could not be measured.
    mutating func measure() throws -> [Measurement] {
        try parts.announce()
        for part in parts.outline.parts { try measure(part.name) }
        parts.end()
        noise = Caveat.noise(in: measurements) { Self.name($0.labels) }.compactMap(\.kind)
        try parts.requireFigure(in: measurements, cannot: "measure any operation")
        return measurements
    }

    private mutating func measure(_ part: String) throws {
        let bench = bench
        var figures = plan.figures.filter { $0.loop.operation.rawValue == part }
            .map { SampledFigure($0, on: bench) }
        var sampler = Sampler(quick: options.quick)
        // Each turn may begin with writing the weights, which takes as long as a dozen samples. Products of large
        // batches take longer than a sample's usual time.
        let isProduct = InferenceOperation(rawValue: part)?.isProduct ?? false
        if !options.quick, !isProduct { sampler.samplesPerTurn = 16 }
        try parts.run(part, &figures, isDone: \.isDone, activity: { Self.name($0.labels[0]) }) {
            try $0.takeTurn(sampler, until: $1)
        }
        measurements += figures.flatMap { $0.measurements(ending: parts.ending) }
    }

    /// A figure's name for a sentence: "Q4_K matrix × vector from memory by 2 threads".
    static func name(_ labels: [String: String]) -> String {
        let operation = labels["operation"].flatMap(InferenceOperation.init)?.name ?? ""
        let threads = labels["threads"] ?? ""
        let context = labels["context"].map { " over \($0) tokens" } ?? ""
        let batch = labels["batch"] == "1" ? "" : " of batch \(labels["batch"] ?? "")"
        return "\(labels["format"] ?? "") \(operation)\(batch)\(context) from \(labels["source"] ?? "") by "
            + "\(threads) thread\(threads == "1" ? "" : "s")" + (labels["node"].map { " on node \($0)" } ?? "")
    }
}
