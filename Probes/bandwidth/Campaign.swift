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
    private let began: ContinuousClock.Instant
    /// What limits the figures, found so far.
    private(set) var caveats: [Caveat]

    init(plan: BandwidthPlan, options: MeasurementOptions) throws {
        began = .now
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
    ///
    /// The cells take turns until each is known or the time is used up, so that a slow change of the machine meets all
    /// of them alike.
    mutating func measure(
        _ kernels: [StreamKernel], progress: Progress, signals: SignalWatch
    ) throws -> [Measurement] {
        let sampler = Sampler(quick: options.quick)
        let budget = TimeBudget(seconds: options.timeBudget?.seconds ?? (options.quick ? 12 : 60), from: began)
        var cells = cells(kernels)
        var mayGoOn: Bool { !budget.isOver && signals.received == nil }
        while mayGoOn, cells.contains(where: { !$0.isDone }) {
            for index in cells.indices where !cells[index].isDone && mayGoOn {
                let known = Double(cells.count(where: \.isDone)) / Double(cells.count)
                progress.show(budget.progress(known: known, activity: Self.name(cells[index].labels)))
                try stages[cells[index].stage].takeTurn(
                    &cells[index], sampler: sampler, until: budget.deadline, seed: UInt64(options.seed))
            }
        }
        progress.clear()
        let measured = inOrder(cells, kernels).map {
            $0.measurement(ending: signals.received == nil ? .budget : .signal)
        }
        caveats += Caveat.noise(in: measured) { Self.name($0.labels) }
        try refuseEmpty(measured)
        return measured + excludedCells(kernels)
    }

    /// The most telling first: if the time is short, they are the ones that have figures.
    private func cells(_ kernels: [StreamKernel]) -> [Cell] {
        kernels.sorted { Self.rank($0) < Self.rank($1) }.flatMap { kernel in
            stages.enumerated().map { index, stage in
                Cell(kernel: kernel, stage: index, labels: stage.labels(kernel), obstacle: stage.obstacle)
            }
        }
    }

    private func inOrder(_ cells: [Cell], _ kernels: [StreamKernel]) -> [Cell] {
        stages.indices.flatMap { stage in
            kernels.compactMap { kernel in
                cells.first { $0.stage == stage && $0.labels == stages[stage].labels(kernel) }
            }
        }
    }

    /// A record without a single figure would look like a success.
    private func refuseEmpty(_ measurements: [Measurement]) throws {
        guard measurements.allSatisfy({ $0.summary == nil }), let first = measurements.first else { return }
        throw Failure(
            stages.contains { $0.isForbidden } ? .noPermission : .unavailable, cannot: "measure any bandwidth",
            because: first.notMeasured ?? "nothing was measured", remedy: "Nothing was printed")
    }

    /// "triad with regular stores on node 0".
    private static func name(_ labels: [String: String]) -> String {
        let stores = labels["stores"].map { $0 == "none" ? "" : " with \($0) stores" } ?? ""
        let node = labels["memory_node"] ?? ""
        return "\(labels["kernel"] ?? "")\(stores) on \(node == "all" ? "all nodes" : "node \(node)")"
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
