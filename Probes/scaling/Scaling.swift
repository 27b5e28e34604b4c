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

    @OptionGroup var output: OutputOptions

    func validate() throws {
        if counts?.ids.first == 0 { throw ValidationError("--counts 0: at least one thread is needed") }
    }

    func probe() throws -> Record<ScalingDetails> {
        let workloads = try workloads?.cases(of: Workload.self, option: "--workloads") ?? Workload.ofScaling
        let placements = try placements?.cases(of: ThreadPlacement.self, option: "--placements")
        let kernels = try WorkloadKernels(isa: options.isa?.names)
        try ReleaseBuild.require()
        let startedAt = Clock.timestamp()
        let began = ContinuousClock.now
        let machine = try Machine.discover()
        let environment = Environment.beforeMeasuring()
        let plan = try ScalingPlan(machine: machine, options: options, placements: placements, counts: counts)
        for workload in workloads { try kernels.verify(workload, seed: UInt64(options.seed)) }

        let signals = SignalWatch()
        signals.onSignal()
        let bench = WorkloadBench(
            machine, kernels: kernels, cpus: plan.cpus, memory: plan.memoryNodes, arraySize: options.arraySize,
            seed: UInt64(options.seed))
        var campaign = Campaign(
            plan: plan, workloads: Workload.byImportance.filter(workloads.contains), bench: bench, options: options,
            progress: Progress(output.progress), signals: signals)
        let measurements = try campaign.measure()
        return Record(
            probe: "scaling", arguments: Array(CommandLine.arguments.dropFirst()), startedAt: startedAt,
            seconds: (ContinuousClock.now - began) / .seconds(1), environment: environment,
            caveats: machine.caveats(environment, found: campaign.caveats), measurements: measurements,
            details: campaign.details, endedBySignal: signals.received)
    }

    func text(_ record: Record<ScalingDetails>) -> String { ScalingText(record).text }

    func rows(_ record: Record<ScalingDetails>) -> Table { ScalingRows(record).table }
}

extension Workload {
    /// What predictions rest on. Dependent loads share nothing until memory is full, and are left to `probe smt`.
    fileprivate static let ofScaling: [Workload] = [.fma, .read, .triad, .dot]
}
