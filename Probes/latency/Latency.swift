import ArgumentParser
import Kernels
import Machine
import ProbeKit
import Records
import Tables

/// Measures how long a load, a hand-over of a cache line and a barrier take.
@main
struct Latency: MeasuringCommand {
    static let description = ProbeDescription(
        name: "latency", summary: "Measure the latency of caches, memory, hand-overs between cores, and barriers.",
        order: 30, timeShare: 0.4)

    @OptionGroup var options: MeasurementOptions

    @Option(
        help: ArgumentHelp("Only these: level, node, handover, barrier, loaded, curve.", valueName: "names"))
    var kinds: CommaList?

    @OptionGroup var dryRun: DryRunOptions

    @OptionGroup var output: OutputOptions

    func probe() throws -> Record<LatencyDetails> {
        let kinds = Set(try kinds?.cases(of: LatencyCell.Kind.self, option: "--kinds") ?? LatencyCell.Kind.allCases)
        if dryRun.isOn { return try planned(kinds) }
        let kernel = try reader()
        try ReleaseBuild.require()
        let startedAt = Clock.timestamp()
        let began = ContinuousClock.now
        let machine = try Machine.discover()
        let environment = Environment.beforeMeasuring()
        let plan = try LatencyPlan(machine: machine, options: options)
        try PointerCycle.verify(seed: UInt64(options.seed))
        try kernel.verify(seed: UInt64(options.seed))

        let signals = SignalWatch()
        signals.onSignal()
        var campaign = Campaign(
            machine: machine, plan: plan, kinds: kinds, kernel: kernel, options: options,
            progress: Progress(output.progress), signals: signals)
        let measurements = try campaign.measure()
        return Record(
            probe: "latency", arguments: Array(Program.arguments.dropFirst()), startedAt: startedAt,
            seconds: (ContinuousClock.now - began) / .seconds(1), environment: environment,
            caveats: machine.caveats(environment, found: campaign.caveats),
            measurements: measurements, details: campaign.details, endedBySignal: signals.received)
    }

    /// What would be measured, here or on another machine.
    private func planned(_ kinds: Set<LatencyCell.Kind>) throws -> Record<LatencyDetails> {
        let machine = try Machine.planned(topology: dryRun.topology)
        let plan = try LatencyPlan(machine: machine, options: options)
        let schedule = Schedule(plan, kinds, machine, quick: options.quick)
        let environment = Environment.current()
        return record(
            schedule.plan(memory: plan.memory(machine, kinds), notPlanned: plan.omissions), environment: environment,
            caveats: machine.caveats(ofPlan: plan.caveats, environment),
            details: LatencyDetails(
                placements: [], seed: options.seed, levels: [], handoverCPUs: IDSet(plan.handoverCPUs),
                plan: schedule.outline.planned))
    }

    func text(_ record: Record<LatencyDetails>) -> String { LatencyText(record).text }

    func rows(_ record: Record<LatencyDetails>) -> Table { LatencyRows.table(record.measurements) }

    /// The loop that the other cores stream with.
    private func reader() throws -> StreamKernel {
        let set = try InstructionSet.streaming(options.isa?.names).last ?? .scalar
        guard let kernel = StreamKernel.all.first(where: { $0.instructionSet == set && $0.shape == .plain }) else {
            throw Failure(
                .internalError, cannot: "find a read loop for \(set)", because: "the table has none",
                remedy: "Report this as a bug")
        }
        return kernel
    }
}
