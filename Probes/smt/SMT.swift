import ArgumentParser
import Machine
import ProbeKit
import Records
import Tables
import Workloads

/// Measures what a core's further threads (SMT) are worth for some workloads.
@main
struct SMT: MeasuringCommand {
    static let description = ProbeDescription(
        name: "smt", summary: "Measure what two threads per core (SMT) are worth, workload by workload.", order: 50,
        timeShare: 0.2)

    @OptionGroup var options: MeasurementOptions

    @Option(help: ArgumentHelp("Only these: fma, read, triad, loads, dot.", valueName: "names"))
    var workloads: CommaList?

    @OptionGroup var dryRun: DryRunOptions

    @OptionGroup var output: OutputOptions

    func probe() throws -> Record<SMTDetails> {
        let workloads = try workloads?.cases(of: Workload.self, option: "--workloads") ?? Workload.allCases
        let kernels = try WorkloadKernels(isa: options.isa?.names)
        if dryRun.isOn { return try planned(Workload.byImportance.filter(workloads.contains), kernels) }
        try ReleaseBuild.require()
        let startedAt = Clock.timestamp()
        let began = ContinuousClock.now
        let machine = try Machine.discover()
        let environment = Environment.beforeMeasuring()
        let plan = try SMTPlan(machine: machine, options: options, workloads: workloads.count)
        for workload in workloads { try kernels.verify(workload, seed: UInt64(options.seed)) }

        let signals = SignalWatch()
        signals.onSignal()
        var campaign = Campaign(
            machine: machine, plan: plan, workloads: Workload.byImportance.filter(workloads.contains), kernels: kernels,
            options: options, progress: Progress(output.progress), signals: signals)
        let measurements = try campaign.measure()
        return Record(
            probe: "smt", arguments: Array(Program.arguments.dropFirst()), startedAt: startedAt,
            seconds: (ContinuousClock.now - began) / .seconds(1), environment: environment,
            caveats: machine.caveats(environment, found: campaign.caveats), measurements: measurements,
            details: campaign.details, endedBySignal: signals.received)
    }

    /// What would be measured, here or on another machine.
    private func planned(_ workloads: [Workload], _ kernels: WorkloadKernels) throws -> Record<SMTDetails> {
        let machine = try Machine.planned(topology: dryRun.topology)
        let plan = try SMTPlan(machine: machine, options: options, workloads: workloads.count)
        let demand = plan.bench(machine, kernels, options)?.demand(workloads)
        let schedule = Schedule(plan, workloads, demand)
        let environment = Environment.current()
        return record(
            schedule.plan(
                memory: demand?.memory ?? [], notPlanned: (demand?.obstacles ?? []) + (plan.obstacle.map { [$0] } ?? [])
            ),
            environment: environment, caveats: machine.caveats(ofPlan: demand?.caveats ?? [], environment),
            details: SMTDetails(
                plan: schedule.outline.planned, seed: options.seed, state: plan.state,
                cores: plan.cores.map { IDSet($0) },
                placements: []))
    }

    func text(_ record: Record<SMTDetails>) -> String { SMTText(record).text }

    func rows(_ record: Record<SMTDetails>) -> Table { SMTRows.table(record.measurements) }
}
