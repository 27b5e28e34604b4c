import Kernels
import Machine
import ProbeKit
import Records
import Statistics

/// All parts of a run, the most telling first, within the time there is.
struct Campaign {
    let machine: Machine
    let plan: BandwidthPlan
    let choice: KernelChoice
    let studies: Set<Study>
    let options: MeasurementOptions
    let teams = ThreadTeams()
    var parts: Parts
    /// What limits the figures, found so far.
    var caveats: [Caveat.Kind]
    var placements: [ArrayPlacement] = []
    /// The caches of one core, as told and as seen.
    private(set) var levels: [CacheLevel]?
    var measured: [Study: [Measurement]] = [:]
    /// Why nothing could be measured, for want of a permission; nil where that was not the reason.
    var forbidden: String?

    init(
        machine: Machine, plan: BandwidthPlan, choice: KernelChoice, studies: Set<Study>, options: MeasurementOptions,
        progress: Progress, signals: SignalWatch
    ) {
        self.machine = machine
        self.plan = plan
        self.choice = choice
        self.studies = studies
        self.options = options
        parts = Parts(
            Schedule(plan, choice, studies, machine, quick: options.quick), progress: progress, signals: signals)
        caveats = plan.targets.flatMap(\.caveats)
    }

    var details: BandwidthDetails {
        BandwidthDetails(placements: placements, seed: options.seed, levels: levels, plan: parts.outline.planned)
    }

    var seed: UInt64 { UInt64(options.seed) }

    /// Measures everything that was asked for.
    /// - Returns: one measurement for each cell, and one that says why for each that could not be measured.
    mutating func measure() throws -> [Measurement] {
        try parts.announce()
        let kernels = try measureNodes()
        let telling = tellingKernels(kernels)
        noteWhatNeedsNodes(telling)
        try attempt(.interleaved, telling) { try $0.measureInterleaved(telling) }
        try attempt(.pages, telling) { try $0.measurePages(telling) }
        parts.end()
        // The loops first: they are what most readers look for.
        let order: [Study] = [.loops, .shapes, .matrix, .scaling, .levels, .interleaved, .pages]
        measured[.loops] = measured[.loops].map(Self.byNode)
        let all = order.flatMap { measured[$0] ?? [] } + excludedCells(kernels, telling)
        // The race's own samples are few on purpose.
        let figures = order.filter { $0 != .shapes }.flatMap { measured[$0] ?? [] }
        caveats += Caveat.noise(in: figures) { Self.name($0.labels) }.compactMap(\.kind)
        caveats += changes(all.compactMap(BandwidthCell.init))
        try parts.requireFigure(in: all, cannot: "measure any bandwidth", forbidden: forbidden)
        return all
    }

    /// Whoever asked for parts by name is told of those that need more nodes than there are.
    private mutating func noteWhatNeedsNodes(_ kernels: [StreamKernel]) {
        guard studies.count < Study.allCases.count, plan.targets.count == 1, plan.excluded.isEmpty else { return }
        for study in [Study.matrix, .interleaved] where studies.contains(study) {
            leaveOut(study, kernels, labels: [:], because: "this machine has one NUMA node")
        }
    }

    /// The loop that came out most differently when another part measured it again, beyond both intervals and a tenth.
    private func changes(_ cells: [BandwidthCell]) -> [Caveat.Kind] {
        let pairs = cells.of(study: "loops").flatMap { cell in cells.repeats(of: cell).map { (cell, $0) } }
        let changed = pairs.compactMap { cell, again -> (ratio: Double, kind: Caveat.Kind)? in
            guard let first = cell.summary, let later = again.summary else { return nil }
            let ratio = max(first.median / later.median, later.median / first.median)
            guard ratio > 1.1, first.low > later.high || later.low > first.high else { return nil }
            let name = Self.name(cell.measurement.labels)
            return (ratio, .changedDuringRun(figure: name, first: first.median, later: later.median, unit: "GB/s"))
        }
        return changed.max { $0.ratio < $1.ratio }.map { [$0.kind] } ?? []
    }

    /// Everything that uses the nodes' own arrays; they are gone afterwards, so that others have room.
    /// - Returns: the loops, with the fastest shape of read.
    private mutating func measureNodes() throws -> [StreamKernel] {
        let stages = try NodeStages(plan, teams: teams, seed: seed)
        placements = stages.placements
        caveats += stages.caveats
        let kernels = (try chooseShapes(stages) + choice.writers).sorted { $0.rank < $1.rank }
        var loops = studies.contains(.loops) ? stages.loops(kernels, telling: choice.isTelling) : []
        if !loops.isEmpty {
            try sample(.loops, &loops)
            measured[.loops] = loops.map { $0.measurement(ending: parts.ending) }
        }
        let telling = tellingKernels(kernels)
        try attempt(.matrix, telling) { try $0.run(.matrix, try stages.matrix(telling)) }
        try attempt(.scaling, telling) { try $0.run(.scaling, try stages.scaling(telling)) }
        try attempt(.levels, choice.forCaches) { try $0.measureLevels(stages) }
        // What these parts left of the time, and later ones do not have as their share, goes to loops that are not
        // known yet: on a machine that others use they also meet another moment of it.
        if loops.contains(where: { !$0.isDone }), parts.ended == nil {
            try sample(.loops, &loops)
            measured[.loops] = loops.map { $0.measurement(ending: parts.ending) }
        }
        return kernels
    }

    /// Has all read shapes race, and returns the fastest of each instruction set.
    private mutating func chooseShapes(_ stages: NodeStages) throws -> [StreamKernel] {
        // A sweep through the caches has its own shape, and needs no race.
        guard !choice.reads.isEmpty, studies != [.levels], let stage = try stages.first() else { return [] }
        let race = zip(choice.reads, try run(.shapes, choice.reads.map { Cell(.shapes, $0, on: stage) }))
        return InstructionSet.allCases.compactMap { set in
            race.filter { $0.0.instructionSet == set }.max { $0.1.rate < $1.1.rate }?.0
        }
    }

    private mutating func measureLevels(_ stages: NodeStages) throws {
        let sweeps = plan.sweeps(machine, quick: options.quick)
        let cells = try run(.levels, try stages.levels(choice.forCaches, sweeps))
        guard let sweep = sweeps.first else { return }
        let curve = cells.filter { $0.labels["kernel"] == "read" && $0.labels["threads"] == "1" }
        let steps = Step.steps(
            of: curve.compactMap { cell in
                guard let bytes = cell.labels["working_set_bytes"].flatMap({ Double($0) }), let summary = cell.summary
                else { return nil }
                return (bytes, summary.median)
            }, shortest: options.quick ? 2 : 3)
        let found = CacheLevel.matching(told: sweep.sets.levels, steps: steps.filter { $0.ratio < 1 })
        levels = curve.isEmpty ? nil : found
        caveats += CacheLevel.caveats(found, curve: "read bandwidth").compactMap(\.kind)
    }

    /// The measurements of each node together, as they were begun within it.
    private static func byNode(_ measurements: [Measurement]) -> [Measurement] {
        let nodes = measurements.compactMap { $0.labels["memory_node"] }
        return nodes.enumerated().filter { nodes.firstIndex(of: $1) == $0 }.flatMap { _, node in
            measurements.filter { $0.labels["memory_node"] == node }
        }
    }

    /// Read, and triad: what the parts after the loops use. Triad is with non-temporal stores, unless the regular ones
    /// were faster beyond both intervals: so that runs can be compared, chance does not choose.
    private func tellingKernels(_ kernels: [StreamKernel]) -> [StreamKernel] {
        let widest = kernels.filter { $0.instructionSet == choice.widest }
        let triads = widest.filter { $0.operation == .triad }
        func summary(_ stores: StoreKind) -> Summary? {
            triads.first { $0.stores == stores }.flatMap { kernel in
                measured[.loops]?.first { $0.labels.merging(kernel.labels) { $1 } == $0.labels }?.summary
            }
        }
        let regularWins = (summary(.regular)?.low ?? 0) > (summary(.nontemporal)?.high ?? .infinity)
        let triad = triads.first { $0.stores == (regularWins ? .regular : .nontemporal) } ?? triads.first
        return widest.filter { $0.operation == .read } + [triad].compactMap(\.self)
    }
}

extension StreamKernel {
    /// Read and triad decide everything that follows, so they come first: if the time is short, they have figures.
    fileprivate var rank: Int {
        switch (operation, stores) {
        case (.read, _): 0
        case (.triad, .nontemporal): 1
        case (.triad, _): 2
        case (_, .nontemporal): 3
        default: 4
        }
    }
}

extension Measurement {
    /// The median; 0 where there is none.
    fileprivate var rate: Double { summary?.median ?? 0 }
}
