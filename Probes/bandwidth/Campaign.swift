import Kernels
import Machine
import ProbeKit
import Records

/// All cells of a run, the most telling first, within the time there is.
struct Campaign {
    private let plan: BandwidthPlan
    private let options: MeasurementOptions
    private let arrays: [NodeArrays]
    private let stages: [Stage]
    /// What limits the figures, found so far.
    private(set) var caveats: [Caveat]

    init(plan: BandwidthPlan, options: MeasurementOptions) throws {
        self.plan = plan
        self.options = options
        arrays = try plan.nodes.map {
            try NodeArrays($0, seed: UInt64(options.seed), hasOneNode: plan.hasOneNode)
        }
        let nodes = arrays.map { Stage($0) }
        stages = arrays.count > 1 ? nodes + [try Stage(all: arrays)] : nodes
        caveats = Caveat.merging(plan.nodes.flatMap(\.caveats) + arrays.flatMap(\.caveats))
    }

    var placements: [ArrayPlacement] { arrays.map(\.placement) }

    /// One measurement for each kernel and stage, and one that says why for each that could not be measured; by node,
    /// in the kernels' order.
    mutating func measure(_ kernels: [StreamKernel], progress: Progress) throws -> [Measurement] {
        let sampler = Sampler(quick: options.quick)
        let seconds = options.timeBudget?.seconds ?? (options.quick ? 12 : 60)
        let order = kernels.sorted { Self.rank($0) < Self.rank($1) }
        var budget = TimeBudget(seconds: seconds, cells: order.count * stages.count)
        var cells: [[String: String]: Measurement] = [:]
        for kernel in order {
            for stage in stages {
                let what = "\(kernel) on \(stage.name == "all" ? "all nodes" : "node \(stage.name)")"
                progress.show(.init(fraction: budget.fraction, secondsLeft: budget.secondsLeft, activity: what))
                let cell = try measure(kernel, stage, sampler, &budget)
                cells[cell.labels] = cell
            }
        }
        progress.clear()
        let measured = stages.flatMap { stage in kernels.compactMap { cells[stage.labels($0)] } }
        caveats += Caveat.noise(in: measured, name: Self.name)
        try refuseEmpty(measured)
        return measured + excludedCells(kernels)
    }

    /// A record without a single figure would look like a success.
    private func refuseEmpty(_ measurements: [Measurement]) throws {
        guard measurements.allSatisfy({ $0.summary == nil }), let first = measurements.first else { return }
        throw Failure(
            stages.contains { $0.isForbidden } ? .noPermission : .unavailable, cannot: "measure any bandwidth",
            because: first.notMeasured ?? "nothing was measured", remedy: "Nothing was printed")
    }

    private static func name(_ measurement: Measurement) -> String {
        let labels = measurement.labels
        let stores = labels["stores"].map { $0 == "none" ? "" : " with \($0) stores" } ?? ""
        let node = labels["memory_node"] ?? ""
        return "\(labels["kernel"] ?? "")\(stores) on \(node == "all" ? "all nodes" : "node \(node)")"
    }

    private func measure(
        _ kernel: StreamKernel, _ stage: Stage, _ sampler: Sampler, _ budget: inout TimeBudget
    ) throws -> Measurement {
        let isOver = budget.isOver
        let deadline = budget.nextCell()
        if let obstacle = stage.obstacle ?? (isOver ? "the time budget was used up; raise --time-budget" : nil) {
            return Measurement("bandwidth", unit: "GB/s", labels: stage.labels(kernel), notMeasured: obstacle)
        }
        return try stage.measure(kernel, sampler: sampler, until: deadline, seed: UInt64(options.seed))
    }

    private func excludedCells(_ kernels: [StreamKernel]) -> [Measurement] {
        plan.excluded.flatMap { excluded in
            kernels.map { kernel in
                var labels = ["kernel": kernel.operation.rawValue, "stores": kernel.stores.rawValue]
                labels["isa"] = kernel.instructionSet.rawValue
                labels["threads"] = "0"
                labels["cpu_node"] = "\(excluded.node)"
                labels["memory_node"] = "\(excluded.node)"
                return Measurement("bandwidth", unit: "GB/s", labels: labels, notMeasured: excluded.reason)
            }
        }
    }

    /// Read and triad decide everything that follows, so they come first.
    private static func rank(_ kernel: StreamKernel) -> Int {
        switch (kernel.operation, kernel.stores) {
        case (.read, _): 0
        case (.triad, .nontemporal): 1
        case (.triad, _): 2
        case (_, .nontemporal): 3
        default: 4
        }
    }
}
