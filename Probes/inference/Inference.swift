import ArgumentParser
import Catalog
import Machine
import ProbeKit
import Records
import Tables
import Workloads

/// Measures what a language model's inference spends its time on, in the formats that models are quantized to.
@main
struct Inference: MeasuringCommand {
    static let description = ProbeDescription(
        name: "inference",
        summary: "Measure inference: dot products in GGUF's formats, matrix products, attention, experts.", order: 65,
        timeShare: 0.9)

    @OptionGroup var options: MeasurementOptions

    @Option(
        help: ArgumentHelp(
            "Only these: engine_generation, engine_prompt, matrix_vector, matrix_matrix, attention, expert_gather.",
            valueName: "names"))
    var operations: CommaList?

    @Option(help: ArgumentHelp("Only these: Q4_K,Q8_0,bf16.", valueName: "names"))
    var formats: CommaList?

    @OptionGroup var dryRun: DryRunOptions

    @OptionGroup var output: OutputOptions

    func probe() throws -> Record<InferenceDetails> {
        let operations =
            try operations?.cases(of: InferenceOperation.self, option: "--operations") ?? InferenceOperation.allCases
        let choice = LoopChoice(
            operations: operations, formats: formats?.names, quick: options.quick,
            engine: try Engine.builtIn().first)
        try choice.checkNames()
        if dryRun.isOn { return try planned(choice) }
        try ReleaseBuild.require()
        let startedAt = Clock.timestamp()
        let began = ContinuousClock.now
        let machine = try Machine.discover()
        let environment = Environment.beforeMeasuring()
        let plan = try InferencePlan(machine: machine, choice: choice, options: options)
        // One kernel is in several loops: from memory and from cache, by few tokens and by many.
        var verified: Set<String> = []
        for loop in plan.loops where verified.insert(loop.name).inserted {
            try loop.verify(seed: UInt64(options.seed))
        }

        let signals = SignalWatch()
        signals.onSignal()
        var campaign = Campaign(
            machine: machine, plan: plan, options: options, progress: Progress(output.progress), signals: signals)
        let measurements = try campaign.measure()
        return Record(
            probe: "inference", arguments: Array(Program.arguments.dropFirst()), startedAt: startedAt,
            seconds: (ContinuousClock.now - began) / .seconds(1), environment: environment,
            caveats: machine.caveats(environment, found: campaign.caveats), measurements: measurements,
            details: campaign.details, endedBySignal: signals.received)
    }

    /// What would be measured, here or on another machine.
    private func planned(_ choice: LoopChoice) throws -> Record<InferenceDetails> {
        let machine = try Machine.planned(topology: dryRun.topology)
        let plan = try InferencePlan(machine: machine, choice: choice, options: options)
        let demand = Result { try plan.bench(machine, options).demand() }
        let schedule = Schedule(plan, try? demand.get())
        var omissions = plan.places.omissions
        if case .failure(let error) = demand { omissions.append((error as? Failure)?.cause ?? "\(error)") }
        let environment = Environment.current()
        return record(
            schedule.plan(memory: (try? demand.get().memory) ?? [], notPlanned: omissions), environment: environment,
            caveats: machine.caveats(ofPlan: (try? demand.get().caveats) ?? [], environment),
            measurements: plan.figures.map {
                Measurement(
                    InferenceCell.quantity, unit: InferenceCell.unit, labels: $0.labels,
                    notMeasured: "--dry-run measures nothing")
            }, details: plan.details(planned: schedule.outline.planned, placements: [], seed: options.seed))
    }

    func text(_ record: Record<InferenceDetails>) -> String { InferenceText(record).text }

    func rows(_ record: Record<InferenceDetails>) -> Table { InferenceRows.table(record.measurements) }
}
