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

    @OptionGroup var output: OutputOptions

    func probe() throws -> Record<BandwidthDetails> {
        let choice = try KernelChoice(kernels: kernels, stores: stores, isa: options.isa)
        let studies = try chosenStudies()
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
            probe: "bandwidth", arguments: Array(CommandLine.arguments.dropFirst()), startedAt: startedAt,
            seconds: (ContinuousClock.now - began) / .seconds(1), environment: environment,
            caveats: machine.caveats(environment, found: campaign.caveats),
            measurements: measurements, details: campaign.details, endedBySignal: signals.received)
    }

    func text(_ record: Record<BandwidthDetails>) -> String { BandwidthText(record).text }

    func rows(_ record: Record<BandwidthDetails>) -> Table { BandwidthRows.table(record.measurements) }

    private func chosenStudies() throws -> Set<Study> {
        Set(try studies?.cases(of: Study.self, option: "--studies") ?? Study.allCases)
    }
}
