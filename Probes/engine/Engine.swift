import ArgumentParser
import EngineRuns
import Engines
import Machine
import ProbeKit
import Quantities
import Records
import SystemPackage
import Tables

/// Rates the inference engine that is really there: what its llama-bench does with models of random weights.
@main
struct EngineRating: MeasuringCommand {
    static let description: ProbeDescription = {
        var description = ProbeDescription(
            name: "engine", summary: "Rate the llama.cpp that is here: its speed by format, and its best settings.",
            order: 80, timeShare: 0.1)
        // Without an engine there is nothing to wait for.
        let isFound = EngineProgram.isNamedOrFound
        description.ownSeconds = isFound ? EnginePlan.usualSeconds : 0
        description.ownQuickSeconds = isFound ? EnginePlan.quickSeconds : 0
        return description
    }()

    @OptionGroup var options: MeasurementOptions

    @Option(
        name: .customLong("llama-bench"), parsing: .singleValue,
        help: ArgumentHelp(
            "llama-bench to rate; several times to set builds side by side. Default: LLAMA_BENCH, that on PATH, what "
                + "`make engine` built, or that beside probe.", valueName: "file"))
    var llamaBench: [String] = []

    @Option(help: ArgumentHelp("Threads that generation is measured with: 1,8,16.", valueName: "numbers"))
    var counts: IDSet?

    @Option(help: ArgumentHelp("Only these formats: Q4_K_M,Q8_0.", valueName: "names"))
    var formats: CommaList?

    @Flag(help: "Do not look for better settings.")
    var noTuning = false

    @Option(
        help: ArgumentHelp(
            "Where to write the models, as files without names. Default: /dev/shm where it has room, else the first "
                + "that can be written to of $LLAMA_CACHE, $HF_HOME, ~/.cache and the current directory.",
            valueName: "folder"))
    var directory: String?

    @Option(
        help: ArgumentHelp(
            "The result whose predictions are fitted to these rates; \"none\" for no fit. Default: the newest of this "
                + "host below reports/.", valueName: "result.json"))
    var result: String?

    @OptionGroup var dryRun: DryRunOptions

    @OptionGroup var output: OutputOptions

    func validate() throws {
        if counts?.ids.first == 0 { throw ValidationError("--counts 0: at least one thread is needed") }
    }

    func probe() throws -> Record<EngineDetails> {
        let machine = dryRun.isOn ? try Machine.planned(topology: dryRun.topology) : try Machine.discover()
        if dryRun.isOn { return try planned(machine) }
        try ReleaseBuild.require()
        let startedAt = Clock.timestamp()
        let began = ContinuousClock.now
        let environment = Environment.beforeMeasuring()
        let signals = SignalWatch()
        signals.onSignal()
        let (campaign, measurements) = try measure(machine, environment, signals)
        let record = Record(
            probe: "engine", arguments: Array(Program.arguments.dropFirst()), startedAt: startedAt,
            seconds: (ContinuousClock.now - began) / .seconds(1), environment: environment,
            caveats: machine.caveats(environment, found: campaign?.caveats ?? []), measurements: measurements,
            details: campaign?.details ?? EngineDetails(seed: options.seed), endedBySignal: signals.received)
        try fit(record)
        return record
    }

    /// Predictions from a result of this machine rest on the engine from now on; `probe all` sees to that itself.
    private func fit(_ record: Record<EngineDetails>) throws {
        guard DriverBond.driver == nil, result != "none", record.endedBySignal == nil else { return }
        let path: FilePath
        do {
            path = try result.map(ResultFile.location) ?? ResultFile.newest(host: HostName.current())
        } catch let failure as Failure {
            Console.error("probe: no profile is fitted: \(failure.cause). Run `probe all`, which rates an engine too\n")
            return
        }
        guard let fit = try EngineFit(try ResultFile.read(path), engine: record) else {
            Console.error("probe: no profile is fitted: \(path) has no rates of inference by as many threads\n")
            return
        }
        let profile = try fit.store(beside: path)
        Console.error(fit.fit.quality.map { "\($0)\n" }.joined() + "profile: \(profile.string.printable)\n")
    }

    private func plan(_ machine: Machine, _ environment: Environment) throws -> EnginePlan {
        try EnginePlan(
            machine: machine, options: options, counts: counts, formats: formats?.names, directory: directory,
            tunes: !noTuning, environment: environment)
    }

    /// As a part of `probe all` nobody asked for an engine: where none can be rated, that is what is told of it.
    private func measure(
        _ machine: Machine, _ environment: Environment, _ signals: SignalWatch
    ) throws -> (Campaign?, [Measurement]) {
        var campaign: Campaign?
        do {
            let programs = try programs()
            let begun = Campaign(
                plan: try plan(machine, environment), machine: machine, options: options,
                progress: Progress(output.progress), signals: signals)
            campaign = begun
            return (begun, try begun.measure(programs))
        } catch let failure as Failure where DriverBond.driver != nil && llamaBench.isEmpty {
            let reason = Measurement(
                EngineCell.quantity, unit: EngineCell.unit, labels: [:],
                notMeasured: "\(failure.cause). \(failure.remedy)")
            return (campaign, [reason])
        }
    }

    /// Those that were named, or the first that is there.
    private func programs() throws -> [EngineProgram] {
        let named = try llamaBench.map { try EngineProgram(named: $0, by: "--llama-bench") }
        guard named.isEmpty else { return named }
        guard let found = try EngineProgram.find() else {
            throw Failure(
                .inputMissing, cannot: "rate an engine", because: "no llama-bench was found",
                remedy: EngineProgram.remedy)
        }
        return [found]
    }

    /// What would be measured, here or on another machine.
    private func planned(_ machine: Machine) throws -> Record<EngineDetails> {
        let environment = Environment.current()
        let plan = try plan(machine, environment)
        let schedule = Schedule(plan)
        var details = EngineDetails(seed: options.seed)
        details.plan = schedule.outline.planned
        details.threads = plan.threads
        let isFound = !llamaBench.isEmpty || EngineProgram.isNamedOrFound
        let nothing = RunPlan(
            budgetSeconds: 0, setUpSeconds: 0, parts: [],
            notPlanned: ["no llama-bench was found. \(EngineProgram.remedy)"])
        return record(
            isFound ? schedule.plan(fileBytes: plan.bytes) : nothing, environment: environment,
            caveats: machine.caveats(ofPlan: [], environment), details: details)
    }

    func text(_ record: Record<EngineDetails>) -> String { EngineText(record).text }

    func rows(_ record: Record<EngineDetails>) -> Table { EngineRows.table(record.measurements) }
}
