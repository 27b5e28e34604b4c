import ArgumentParser
import Catalog
import Kernels
import Machine
import ProbeKit
import Records
import Tables

/// Measures how fast cores compute, at which clock, for every kind of number and instruction set.
@main
struct Flops: MeasuringCommand {
    static let description = ProbeDescription(
        name: "flops", summary: "Measure peak compute and the clock, for every kind of number and instruction set.",
        order: 40, timeShare: 0.35)

    @OptionGroup var options: MeasurementOptions

    @Option(help: ArgumentHelp("Only these numbers: fp64, fp32, fp16, bf16, int8.", valueName: "names"))
    var types: CommaList?

    @Flag(help: "Watch the clock for 10 s under each vector set, not the heaviest alone.")
    var sag = false

    @Flag(help: "Measure nothing: say which cores would be measured, and their theoretical peaks.")
    var dryRun = false

    @Option(
        help: ArgumentHelp(
            "With --dry-run, another machine: an hwloc XML file, a folder made by hwloc-gather-topology, or a "
                + "synthetic description.", valueName: "source"))
    var topology: String?

    @OptionGroup var output: OutputOptions

    var occupiesMachine: Bool { !dryRun }

    func validate() throws {
        guard topology == nil || dryRun else {
            throw ValidationError("--topology describes another machine, which only --dry-run can be asked about")
        }
    }

    func probe() throws -> Record<FlopsDetails> {
        let types = try types?.cases(of: NumberType.self, option: "--types") ?? NumberType.allCases
        if dryRun { return try DryRun(topology: topology, options: options, types: types).record() }
        _ = try InstructionSet.chosen(options.isa?.names)
        try ReleaseBuild.require()
        let startedAt = Clock.timestamp()
        let began = ContinuousClock.now
        let machine = try Machine.discover().restricted(to: options.nodes)
        let environment = Environment.beforeMeasuring()
        let plan = try FlopsPlan(machine: machine, options: options, types: types, sustainsAll: sag)
        let theory = Theory(machine.topology, try Catalog.builtIn())
        let signals = SignalWatch()
        signals.onSignal()
        var campaign = Campaign(
            plan: plan, theory: theory, options: options, progress: Progress(output.progress), signals: signals)
        let measurements = try campaign.measure()
        let leftOut = plan.leftOut.map { ($0.key.commonName, $0.value) }
        return Record(
            probe: "flops", arguments: Array(CommandLine.arguments.dropFirst()), startedAt: startedAt,
            seconds: (ContinuousClock.now - began) / .seconds(1), environment: environment,
            caveats: machine.caveats(environment, found: campaign.caveats), measurements: measurements,
            details: FlopsDetails(
                plan: campaign.planned, seed: options.seed, coreSets: plan.sets, cores: theory.cores,
                leftOut: Dictionary(uniqueKeysWithValues: leftOut)),
            endedBySignal: signals.received)
    }

    func text(_ record: Record<FlopsDetails>) -> String { FlopsText(record).text }

    func rows(_ record: Record<FlopsDetails>) -> Table { FlopsRows.table(record.measurements) }
}
