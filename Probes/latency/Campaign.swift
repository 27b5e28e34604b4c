import Kernels
import Machine
import ProbeKit
import Records
import Statistics

/// All latencies of a run, the most telling first, within the time there is.
struct Campaign {
    let machine: Machine
    let plan: LatencyPlan
    let kinds: Set<LatencyCell.Kind>
    /// The loop that other cores stream with.
    let kernel: StreamKernel
    let options: MeasurementOptions
    let teams = ThreadTeams()
    private var parts: Parts
    /// What limits the figures, found so far.
    var caveats: [Caveat.Kind]
    var placements: [ArrayPlacement] = []
    private var levels: [CacheLevel] = []
    private var measurements: [Measurement] = []
    /// Why nothing could be measured, for want of a permission; nil where that was not the reason.
    private var forbidden: String?

    init(
        machine: Machine, plan: LatencyPlan, kinds: Set<LatencyCell.Kind>, kernel: StreamKernel,
        options: MeasurementOptions, progress: Progress, signals: SignalWatch
    ) {
        self.machine = machine
        self.plan = plan
        self.kinds = kinds
        self.kernel = kernel
        self.options = options
        parts = Parts(Schedule(plan, kinds, machine, quick: options.quick), progress: progress, signals: signals)
        caveats = plan.caveats
    }

    var seed: UInt64 { UInt64(options.seed) }

    var details: LatencyDetails {
        LatencyDetails(
            placements: placements, seed: options.seed, levels: levels, handoverCPUs: IDSet(plan.handoverCPUs),
            plan: parts.outline.planned)
    }

    /// Measures everything that was asked for.
    /// - Returns: one measurement for each latency, and one that says why for each that could not be measured.
    mutating func measure() throws -> [Measurement] {
        try parts.announce()
        let memory = try allPointers()
        try run(.level) { try $0.levelCells(memory) }
        try run(.node) { try $0.nodeCells(memory) }
        try run(.handover) { $0.handoverCells() }
        try run(.barrier) { try $0.barrierCells() }
        try run(.loaded) { try $0.loadedCells(memory) }
        try measureCurve(memory)
        parts.end()
        caveats += Caveat.noise(in: measurements) { Self.name($0.labels) }.compactMap(\.kind)
        try refuseEmpty()
        return measurements
    }

    /// Measures the latencies of a kind, where it was asked for, within its share of the time.
    private mutating func run(_ kind: LatencyCell.Kind, _ make: (inout Campaign) throws -> [Cell]) throws {
        guard kinds.contains(kind) else { return }
        var cells: [Cell]
        do {
            if let reason = parts.reason(against: kind.rawValue), !measurements.isEmpty {
                throw Failure(.unavailable, cannot: "go on", because: reason, remedy: "Raise --time-budget")
            }
            cells = try make(&self)
        } catch let failure as Failure where failure.status == .unavailable && !measurements.isEmpty {
            // What was measured before is not lost for want of memory or threads now.
            cells = [Cell(kind, [:], notMeasured: failure.cause)]
        }
        let sampler = Sampler(kind, cells: cells.count, quick: options.quick)
        try parts.run(kind.rawValue, &cells, isDone: \.isDone, activity: { Self.name($0.labels) }) {
            try $0.takeTurn(sampler, until: $1)
        }
        measurements += cells.map { $0.measurement(ending: parts.ending) }
    }

    private mutating func measureCurve(_ memory: [Pointers]) throws {
        try run(.curve) { try $0.curveCells(memory) }
        let told = workingSets.levels
        let huge = measurements.compactMap(LatencyCell.init).filter {
            $0.kind == .curve && $0.pages == PageKind.transparentHuge.name
        }
        guard !huge.isEmpty else { return }
        let points = huge.compactMap { cell in
            cell.workingSet.flatMap { bytes in cell.median.map { (x: Double(bytes), y: $0) } }
        }
        let steps = Step.steps(of: points, shortest: options.quick ? 2 : 3).filter { $0.ratio > 1 }
        levels = CacheLevel.matching(told: told, steps: steps)
        caveats += CacheLevel.caveats(levels, curve: "load latency").compactMap(\.kind)
    }

    /// The memory of every node, in small and in huge pages.
    private mutating func allPointers() throws -> [Pointers] {
        guard !kinds.isDisjoint(with: LatencyPlan.kindsInMemory) else { return [] }
        let memory = try plan.targets.flatMap { target in
            try [PageKind.transparentHuge, .small].map { pages in
                try Pointers(
                    node: target.node, bytes: target.bytes, pages: pages, filledBy: try teams.team(target.fillers),
                    seed: seed, cacheBytes: target.cacheBytes, hasOneNode: plan.hasOneNode)
            }
        }
        placements += memory.map(\.placement)
        caveats += memory.flatMap(\.proof.caveats)
        forbidden = memory.first { $0.proof.isForbidden }?.proof.obstacle
        return memory
    }

    /// A record without a single figure would look like a success.
    private func refuseEmpty() throws {
        // What needs no memory says nothing of it.
        let loads = measurements.filter { $0.labels["kind"] != "handover" && $0.labels["kind"] != "barrier" }
        // Nor is it lost where the CPU was taken away that loads were measured by.
        let isLost = loads.contains { $0.takenAway != nil }
        let considered = loads.isEmpty || isLost ? measurements : loads
        try parts.requireFigure(in: considered, cannot: "measure any latency", forbidden: forbidden)
    }
}
