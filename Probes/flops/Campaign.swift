import Kernels
import Machine
import ProbeKit
import Records
import Statistics

/// All peaks of a run, and the clock over seconds, within the time there is.
struct Campaign {
    private let plan: FlopsPlan
    private let theory: Theory
    private let options: MeasurementOptions
    private let teams = ThreadTeams()
    private let progress: Progress
    private let signals: SignalWatch
    private var parts: Parts
    /// Loops under which there is time to watch the clock, the heaviest first.
    private let watched: Int
    private(set) var caveats: [Caveat.Kind] = []
    private var measurements: [Measurement] = []

    init(
        plan: FlopsPlan, theory: Theory, options: MeasurementOptions, progress: Progress, signals: SignalWatch
    ) {
        self.plan = plan
        self.theory = theory
        self.options = options
        self.progress = progress
        self.signals = signals
        let time = FlopsTime(
            options, cells: plan.kernels.count * plan.sets.count, sustained: plan.sustained.count)
        watched = time.watched
        parts = Parts(time.schedule, progress: progress, signals: signals)
    }

    var planned: [PlannedStudy] { parts.outline.planned }

    /// Measures everything.
    /// - Returns: three measurements for each loop and set of cores, and one that says why for each that could not be
    ///   measured.
    mutating func measure() throws -> [Measurement] {
        try parts.announce()
        var cells = plan.sets.flatMap { set in plan.kernels.map { cell($0, set, .peak) } }
        // Every loop is verified once, before any is timed.
        for kernel in plan.kernels { try kernel.verify(seed: UInt64(options.seed)) }
        let sampler = Sampler(quick: options.quick)
        let (teams, seed) = (teams, UInt64(options.seed))
        try parts.run(
            PeakCell.Study.peak.rawValue, &cells, isDone: \.isDone, activity: { Self.name($0.labels) }
        ) { try $0.takeTurn(sampler, teams, seed: seed, until: $1) }
        measurements += cells.flatMap { $0.measurements(ending: parts.ending) }
        caveats += Caveat.noise(in: measurements.filter { $0.quantity == PeakCell.quantity }) { Self.name($0.labels) }
            .compactMap(\.kind)
        try watchClock()
        parts.end()
        try parts.requireFigure(in: measurements, cannot: "measure any peak")
        return measurements
    }

    private mutating func watchClock() throws {
        guard let all = plan.sets.filter({ $0.package == nil }).max(by: { $0.cpus.count < $1.cpus.count }) else {
            return
        }
        for (index, kernel) in plan.sustained.enumerated() {
            if let reason = reasonNotToWatch(index) {
                let cell = Cell(
                    kernel, all, cores: plan.cores(of: all), study: .sag, theory: nil, notMeasured: reason)
                measurements += cell.measurements(ending: parts.ending)
                continue
            }
            let watched = cell(kernel, all, .sag)
            let activity = "clock under \(kernel.instruction) for \(Int(FlopsTime.sustainedSeconds)) s"
            let (signals, progress, budget) = (signals, progress, parts.budget)
            try watched.sustain(
                seconds: FlopsTime.sustainedSeconds, teams, seed: UInt64(options.seed),
                mayGoOn: { signals.received == nil },
                progress: { progress.show(budget.progress(known: $0, activity: activity)) })
            measurements += watched.measurements(ending: parts.ending)
        }
    }

    /// Why the clock is not watched under a loop; nil where it is.
    private func reasonNotToWatch(_ index: Int) -> String? {
        if signals.received != nil { return StopReason.signal.reasonForNothing }
        if options.quick { return "--quick leaves it out: it takes \(Int(FlopsTime.sustainedSeconds)) s" }
        guard index >= watched else { return nil }
        let needed = Double(index + 1) * FlopsTime.sustainedSeconds + FlopsTime.shortestPeaks
        return "it takes \(Int(FlopsTime.sustainedSeconds)) s; raise --time-budget to \(Int(needed)) s"
    }

    private func cell(_ kernel: PeakKernel, _ set: CoreSet, _ study: PeakCell.Study) -> Cell {
        Cell(
            kernel, set, cores: plan.cores(of: set), study: study,
            theory: theory.operationsPerCycle(kernel.number, kernel.instructionSet, kind: set.kind))
    }

    /// A loop's name for a sentence: "fp32 vfmadd213ps on 2 cores".
    private static func name(_ labels: [String: String]) -> String {
        let threads = labels["threads"] ?? ""
        return "\(labels["type"] ?? "") \(labels["instruction"] ?? "") on \(threads) core\(threads == "1" ? "" : "s")"
    }
}
