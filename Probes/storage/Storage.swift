import ArgumentParser
import Machine
import ProbeKit
import Quantities
import Records
import Tables

/// Measures how fast the file system reads that would hold a model, and so how long a model takes to load.
@main
struct Storage: MeasuringCommand {
    static let description = ProbeDescription(
        name: "storage",
        summary: "Measure how fast models load: sequential reads of the file system, and of its cache.",
        order: 70, timeShare: 0.15)

    @OptionGroup var options: MeasurementOptions

    @Option(
        help: ArgumentHelp(
            "Where to write the temporary file. Default: the first that can be written to of $LLAMA_CACHE, $HF_HOME, "
                + "~/.cache and the current directory.", valueName: "folder"))
    var directory: String?

    @Option(
        help: ArgumentHelp(
            "Size of the temporary file (default 1GiB, with --quick 256MiB): at most a tenth of the free space, and "
                + "1 GiB stays free. It has no name, and nothing remains of it.", valueName: "size"))
    var size: ByteCount?

    @Option(
        help: ArgumentHelp("Bytes of one read: 128KiB,1MiB,8MiB. Multiples of 4 KiB.", valueName: "sizes"))
    var blockSize: CommaList?

    @OptionGroup var dryRun: DryRunOptions

    @OptionGroup var output: OutputOptions

    func validate() throws {
        if let size, size.bytes < FileSizing.least {
            throw ValidationError("--size \(size): a file of less than 1 MiB tells nothing")
        }
    }

    func probe() throws -> Record<StorageDetails> {
        let blockSizes = try blockSizes()
        if dryRun.isOn { return try planned(blockSizes) }
        try ReleaseBuild.require()
        let startedAt = Clock.timestamp()
        let began = ContinuousClock.now
        let machine = try Machine.discover().restricted(to: options.nodes)
        let environment = Environment.beforeMeasuring()
        let plan = try plan(machine, blockSizes, environment)
        let signals = SignalWatch()
        signals.onSignal()
        var campaign = Campaign(plan: plan, options: options, progress: Progress(output.progress), signals: signals)
        let measurements = try campaign.measure()
        return Record(
            probe: "storage", arguments: Array(Program.arguments.dropFirst()), startedAt: startedAt,
            seconds: (ContinuousClock.now - began) / .seconds(1), environment: environment,
            caveats: machine.caveats(environment, found: campaign.caveats), measurements: measurements,
            details: campaign.details, endedBySignal: signals.received)
    }

    private func plan(_ machine: Machine, _ blockSizes: [Int], _ environment: Environment) throws -> StoragePlan {
        try StoragePlan(
            machine: machine, directory: directory, wished: size?.bytes ?? (options.quick ? 256 << 20 : 1 << 30),
            blockSizes: blockSizes, options: options, environment: environment)
    }

    /// What would be measured: this machine's folder, whatever machine is described.
    private func planned(_ blockSizes: [Int]) throws -> Record<StorageDetails> {
        let machine = try Machine.planned(topology: dryRun.topology).restricted(to: options.nodes)
        let environment = Environment.current()
        let plan = try plan(machine, blockSizes, environment)
        let schedule = Schedule(plan)
        var details = StorageDetails(
            directory: plan.folder.shown, chosenBy: plan.folder.chosenBy, fileSystem: plan.fileSystem?.name,
            freeBytes: plan.fileSystem?.freeBytes, seed: options.seed)
        details.plan = schedule.outline.planned
        return record(
            schedule.plan(
                fileBytes: plan.sizing.size, notPlanned: (plan.obstacle.map { ["\($0.cause)"] } ?? [])),
            environment: environment, caveats: machine.caveats(ofPlan: [], environment), details: details)
    }

    func text(_ record: Record<StorageDetails>) -> String { StorageText(record).text }

    func rows(_ record: Record<StorageDetails>) -> Table { StorageRows.table(record.measurements) }

    private func blockSizes() throws -> [Int] {
        let names = blockSize?.names ?? ["128KiB", "1MiB", "8MiB"]
        return Set(
            try names.map { name in
                guard let size = ByteCount(parsing: name)?.bytes, (4096...(1 << 30)).contains(size),
                    size.isMultiple(of: 4096)
                else {
                    throw ValidationError("--block-size \(name): a block is a multiple of 4 KiB, and at most 1 GiB")
                }
                return size
            }
        ).sorted()
    }
}
