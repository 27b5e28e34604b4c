import ArgumentParser
import Machine
import ProbeKit
import Records
import Tables
import Workloads

/// Measures how the rate of some workloads grows with the number of threads, and how they are best laid on the cores.
@main
struct Scaling: MeasuringCommand {
    static let description = ProbeDescription(
        name: "scaling", summary: "Measure what more threads are worth, near each other and far apart.", order: 60,
        timeShare: 0.4)

    @OptionGroup var options: MeasurementOptions

    @Option(help: ArgumentHelp("Only these: fma, read, triad, dot, or loads.", valueName: "names"))
    var workloads: CommaList?

    @Option(help: ArgumentHelp("Only these: compact, spread.", valueName: "names"))
    var placements: CommaList?

    @Option(help: ArgumentHelp("Numbers of threads, beside one: 2,4,8-12.", valueName: "numbers"))
    var counts: IDSet?

    @OptionGroup var dryRun: DryRunOptions

    @OptionGroup var output: OutputOptions

    func validate() throws {
        if counts?.ids.first == 0 { throw ValidationError("--counts 0: at least one thread is needed") }
    }

    func probe() throws -> Record<ScalingDetails> {
        let workloads = try workloads?.cases(of: Workload.self, option: "--workloads") ?? Workload.ofScaling
        let placements = try placements?.cases(of: ThreadPlacement.self, option: "--placements")
        let kernels = try WorkloadKernels(isa: options.isa?.names)
        let ordered = Workload.byImportance.filter(workloads.contains)
        if dryRun.isOn { return try planned(ordered, placements, kernels) }
        try ReleaseBuild.require()
        let startedAt = Clock.timestamp()
        let began = ContinuousClock.now
        let machine = try Machine.discover()
        let environment = Environment.beforeMeasuring()
        let plan = try ScalingPlan(
            machine: machine, options: options, placements: placements, counts: counts, workloads: workloads.count)
        for workload in workloads { try kernels.verify(workload, seed: UInt64(options.seed)) }

        let signals = SignalWatch()
        signals.onSignal()
        var campaign = Campaign(
            plan: plan, workloads: ordered, bench: plan.bench(machine, kernels, options), options: options,
            progress: Progress(output.progress), signals: signals)
        let measurements = try campaign.measure()
        return Record(
            probe: "scaling", arguments: Array(Program.arguments.dropFirst()), startedAt: startedAt,
            seconds: (ContinuousClock.now - began) / .seconds(1), environment: environment,
            caveats: machine.caveats(environment, found: campaign.caveats), measurements: measurements,
            details: campaign.details, endedBySignal: signals.received)
    }

    /// What would be measured, here or on another machine.
    private func planned(
        _ workloads: [Workload], _ placements: [ThreadPlacement]?, _ kernels: WorkloadKernels
    ) throws -> Record<ScalingDetails> {
        let machine = try Machine.planned(topology: dryRun.topology)
        let plan = try ScalingPlan(
            machine: machine, options: options, placements: placements, counts: counts, workloads: workloads.count)
        let bench = plan.bench(machine, kernels, options)
        let demand = bench.demand(workloads)
        let schedule = Schedule(plan, workloads, demand)
        let environment = Environment.current()
        return record(
            schedule.plan(memory: demand.memory, notPlanned: demand.obstacles), environment: environment,
            caveats: machine.caveats(ofPlan: demand.caveats, environment),
            details: plan.details(workloads, bench, planned: schedule.outline.planned, seed: options.seed))
    }

    func text(_ record: Record<ScalingDetails>) -> String { ScalingText(record).text }

    func rows(_ record: Record<ScalingDetails>) -> Table { ScalingRows(record).table }
}

extension Workload {
    /// What predictions rest on. Dependent loads share nothing until memory is full, and are left to `probe smt`.
    fileprivate static let ofScaling: [Workload] = [.fma, .read, .triad, .dot]
}
