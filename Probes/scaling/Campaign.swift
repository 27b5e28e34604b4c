import Machine
import ProbeKit
import Records
import Statistics
import Workloads

/// A part for each workload, in which all numbers of threads take turns, within the time there is.
struct Campaign {
    let plan: ScalingPlan
    let workloads: [Workload]
    let bench: WorkloadBench
    let options: MeasurementOptions
    private var parts: Parts
    private var measurements: [Measurement] = []
    private var noise: [Caveat.Kind] = []
    /// Why nothing could be measured, for want of a permission; nil where that was not the reason.
    private var forbidden: String?

    init(
        plan: ScalingPlan, workloads: [Workload], bench: WorkloadBench, options: MeasurementOptions,
        progress: Progress, signals: SignalWatch
    ) {
        self.plan = plan
        self.workloads = workloads
        self.bench = bench
        self.options = options
        parts = Parts(Schedule(plan, workloads, bench.demand(workloads)), progress: progress, signals: signals)
    }

    /// What limits the figures.
    var caveats: [Caveat.Kind] { bench.caveats + noise }

    var details: ScalingDetails {
        plan.details(workloads, bench, planned: parts.outline.planned, seed: options.seed)
    }

    /// Measures everything that was asked for.
    /// - Returns: one measurement for each rate, and one that says why for each that could not be measured.
    mutating func measure() throws -> [Measurement] {
        try parts.announce()
        for workload in workloads { try measure(workload) }
        parts.end()
        noise = Caveat.noise(in: measurements) { Self.name($0.labels) }.compactMap(\.kind)
        try parts.requireFigure(in: measurements, cannot: "measure any workload", forbidden: forbidden)
        return measurements.sorted(by: Self.precedes)
    }

    private mutating func measure(_ workload: Workload) throws {
        var figures = try figures(workload)
        let sampler = Sampler(points: plan.points.count, quick: options.quick)
        try parts.run(
            workload.rawValue, &figures, isDone: \.isDone, activity: { Self.name($0.labels[0]) }
        ) { try $0.takeTurn(sampler, until: $1) }
        measurements += figures.flatMap { $0.measurements(ending: parts.ending) }
    }

    private mutating func figures(_ workload: Workload) throws -> [SampledFigure] {
        do {
            // Setting up memory may take seconds.
            if let reason = parts.reason(against: workload.rawValue), !measurements.isEmpty {
                throw Failure(.unavailable, cannot: "go on", because: reason, remedy: "Raise --time-budget")
            }
            return try plan.points.map { point in
                SampledFigure(try bench.run(workload, on: point.cpus), labels: labels(workload, point))
            }
        } catch let failure as Failure where failure.status == .unavailable || failure.status == .noPermission {
            if failure.status == .noPermission { forbidden = failure.cause }
            return plan.points.map { point in
                SampledFigure(
                    ScalingCell.quantity, unit: workload.unit, labels: labels(workload, point),
                    notMeasured: failure.cause)
            }
        }
    }

    private func labels(_ workload: Workload, _ point: ScalingPlan.Point) -> [[String: String]] {
        point.placements.map { placement in
            var labels = [
                "workload": workload.rawValue, "placement": placement, "threads": "\(point.cpus.count)",
            ]
            labels["kernel"] = bench.kernels.name(workload)
            labels["core_kind"] = point.coreKind
            return labels
        }
    }

    /// By workload, by placement, then by threads.
    private static func precedes(_ one: Measurement, _ other: Measurement) -> Bool {
        guard let one = ScalingCell(one), let other = ScalingCell(other) else { return false }
        func rank(_ cell: ScalingCell) -> Int {
            let workload = Workload.allCases.firstIndex(of: cell.workload) ?? 0
            return 2 * workload + (cell.placement == ScalingCell.single ? 1 : 0)
        }
        return (rank(one), one.placement, one.threads) < (rank(other), other.placement, other.threads)
    }

    /// A figure's name for a sentence: "triad by 2 threads (compact)".
    static func name(_ labels: [String: String]) -> String {
        let threads = labels["threads"] ?? ""
        return "\(labels["workload"] ?? "") by \(threads) thread\(threads == "1" ? "" : "s") "
            + "(\(labels["placement"] ?? ""))"
    }
}
