import ArgumentParser
import Kernels
import Machine
import ProbeKit
import Records
import Tables

/// Measures how fast each NUMA node's cores read and write its memory.
@main
struct Bandwidth: MeasuringCommand {
    static let description = ProbeDescription(
        name: "bandwidth", summary: "Measure the memory bandwidth of every NUMA node, with its own cores.",
        order: 20, timeShare: 1)

    @OptionGroup var options: MeasurementOptions

    @Option(help: ArgumentHelp("Only these loops: read, copy, scale, add, triad.", valueName: "names"))
    var kernels: CommaList?

    @Option(help: ArgumentHelp("Only these stores: regular, nontemporal.", valueName: "names"))
    var stores: CommaList?

    @Option(
        help: ArgumentHelp(
            "Only these parts: shapes, loops, matrix, scaling, levels, interleaved, pages.", valueName: "names"))
    var studies: CommaList?

    @OptionGroup var dryRun: DryRunOptions

    @OptionGroup var output: OutputOptions

    func probe() throws -> Record<BandwidthDetails> {
        let choice = try KernelChoice(kernels: kernels, stores: stores, isa: options.isa)
        let studies = try chosenStudies()
        if dryRun.isOn { return try planned(choice, studies) }
        try ReleaseBuild.require()
        let startedAt = Clock.timestamp()
        let began = ContinuousClock.now
        let machine = try Machine.discover()
        let environment = Environment.beforeMeasuring()
        let plan = try BandwidthPlan(machine: machine, options: options)
        for kernel in choice.all { try kernel.verify(seed: UInt64(options.seed)) }

        let signals = SignalWatch()
        signals.onSignal()
        var campaign = Campaign(
            machine: machine, plan: plan, choice: choice, studies: studies, options: options,
            progress: Progress(output.progress), signals: signals)
        let measurements = try campaign.measure()
        return Record(
            probe: "bandwidth", arguments: Array(Program.arguments.dropFirst()), startedAt: startedAt,
            seconds: (ContinuousClock.now - began) / .seconds(1), environment: environment,
            caveats: machine.caveats(environment, found: campaign.caveats),
            measurements: measurements, details: campaign.details, endedBySignal: signals.received)
    }

    /// What would be measured, here or on another machine.
    private func planned(_ choice: KernelChoice, _ studies: Set<Study>) throws -> Record<BandwidthDetails> {
        let machine = try Machine.planned(topology: dryRun.topology)
        let plan = try BandwidthPlan(machine: machine, options: options)
        let schedule = Schedule(plan, choice, studies, machine, quick: options.quick)
        let environment = Environment.current()
        return record(
            schedule.plan(memory: plan.memory(machine, studies), notPlanned: plan.omissions), environment: environment,
            caveats: machine.caveats(ofPlan: plan.targets.flatMap(\.caveats), environment),
            details: BandwidthDetails(placements: [], seed: options.seed, plan: schedule.outline.planned))
    }

    func text(_ record: Record<BandwidthDetails>) -> String { BandwidthText(record).text }

    func rows(_ record: Record<BandwidthDetails>) -> Table { BandwidthRows.table(record.measurements) }

    private func chosenStudies() throws -> Set<Study> {
        Set(try studies?.cases(of: Study.self, option: "--studies") ?? Study.allCases)
    }
}
