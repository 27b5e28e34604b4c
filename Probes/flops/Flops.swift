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

    @OptionGroup var dryRun: DryRunOptions

    @OptionGroup var output: OutputOptions

    func probe() throws -> Record<FlopsDetails> {
        let types = try types?.cases(of: NumberType.self, option: "--types") ?? NumberType.allCases
        if dryRun.isOn { return try planned(types) }
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
            probe: "flops", arguments: Array(Program.arguments.dropFirst()), startedAt: startedAt,
            seconds: (ContinuousClock.now - began) / .seconds(1), environment: environment,
            caveats: machine.caveats(environment, found: campaign.caveats), measurements: measurements,
            details: FlopsDetails(
                plan: campaign.planned, seed: options.seed, coreSets: plan.sets, cores: theory.cores,
                leftOut: Dictionary(uniqueKeysWithValues: leftOut)),
            endedBySignal: signals.received)
    }

    /// What would be measured, here or on another machine.
    private func planned(_ types: [NumberType]) throws -> Record<FlopsDetails> {
        let run = try DryRun(topology: dryRun.topology, options: options, types: types)
        let (measurements, time) = try run.planned(sustainsAll: sag)
        return record(
            time.schedule.plan(), environment: Environment.current(), caveats: [], measurements: measurements,
            details: run.details(time.schedule.outline.planned))
    }

    func text(_ record: Record<FlopsDetails>) -> String { FlopsText(record).text }

    func rows(_ record: Record<FlopsDetails>) -> Table { FlopsRows.table(record.measurements) }
}
