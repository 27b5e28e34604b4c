import Machine
import ProbeKit
import Records
import Statistics
import Workloads

/// A part for each workload, in which all numbers of threads per core take turns, within the time there is.
struct Campaign {
    let plan: SMTPlan
    let workloads: [Workload]
    let kernels: WorkloadKernels
    let options: MeasurementOptions
    /// Nil where SMT cannot be measured.
    private let bench: WorkloadBench?
    private var parts: Parts
    private var measurements: [Measurement] = []
    private var noise: [Caveat.Kind] = []
    /// Why nothing could be measured, for want of a permission; nil where that was not the reason.
    private var forbidden: String?

    init(
        machine: Machine, plan: SMTPlan, workloads: [Workload], kernels: WorkloadKernels, options: MeasurementOptions,
        progress: Progress, signals: SignalWatch
    ) {
        self.plan = plan
        self.workloads = workloads
        self.kernels = kernels
        self.options = options
        let bench = plan.bench(machine, kernels, options)
        self.bench = bench
        parts = Parts(Schedule(plan, workloads, bench?.demand(workloads)), progress: progress, signals: signals)
    }

    /// What limits the figures.
    var caveats: [Caveat.Kind] { (bench?.caveats ?? []) + noise }

    var details: SMTDetails {
        SMTDetails(
            plan: parts.outline.planned, seed: options.seed, state: plan.state, cores: plan.cores.map { IDSet($0) },
            placements: bench?.placements ?? [])
    }

    /// Measures everything that was asked for.
    /// - Returns: one measurement for each rate, and one that says why for each workload that could not be measured.
    mutating func measure() throws -> [Measurement] {
        guard let bench else {
            return inOrder(workloads.map { absent($0, because: plan.obstacle ?? plan.state.text) })
        }
        try parts.announce()
        for workload in workloads { try measure(workload, bench) }
        parts.end()
        noise = Caveat.noise(in: measurements) { Self.name($0.labels) }.compactMap(\.kind)
        try parts.requireFigure(in: measurements, cannot: "measure any workload", forbidden: forbidden)
        return inOrder(measurements)
    }

    /// As readers know the workloads, not as they were measured.
    private func inOrder(_ measurements: [Measurement]) -> [Measurement] {
        Workload.allCases.flatMap { workload in
            measurements.filter { $0.labels["workload"] == workload.rawValue }
        }
    }

    private mutating func measure(_ workload: Workload, _ bench: WorkloadBench) throws {
        do {
            // Setting up memory may take seconds.
            if let reason = parts.reason(against: workload.rawValue), !measurements.isEmpty {
                throw Failure(.unavailable, cannot: "go on", because: reason, remedy: "Raise --time-budget")
            }
            var figures = try plan.counts.map { count in
                SampledFigure(
                    try bench.run(workload, on: plan.cpus(threadsPerCore: count)), labels: labels(workload, count))
            }
            let sampler = Sampler(quick: options.quick)
            try parts.run(
                workload.rawValue, &figures, isDone: \.isDone, activity: { Self.name($0.labels[0]) }
            ) { try $0.takeTurn(sampler, until: $1) }
            measurements += figures.flatMap { $0.measurements(ending: parts.ending) }
        } catch let failure as Failure where failure.status == .unavailable || failure.status == .noPermission {
            if failure.status == .noPermission { forbidden = failure.cause }
            measurements.append(absent(workload, because: failure.cause))
        }
    }

    private func absent(_ workload: Workload, because reason: String) -> Measurement {
        Measurement(
            SMTCell.quantity, unit: workload.unit, labels: labels(workload, plan.counts.last ?? 2), notMeasured: reason)
    }

    private func labels(_ workload: Workload, _ count: Int) -> [String: String] {
        var labels = [
            "workload": workload.rawValue, "threads_per_core": "\(count)", "threads": "\(count * plan.cores.count)",
        ]
        labels["kernel"] = kernels.name(workload)
        return labels
    }

    /// A figure's name for a sentence: "triad with 2 threads per core".
    static func name(_ labels: [String: String]) -> String {
        let threads = labels["threads_per_core"] ?? ""
        return "\(labels["workload"] ?? "") with \(threads) thread\(threads == "1" ? "" : "s") per core"
    }
}
