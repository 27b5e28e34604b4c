import ArgumentParser
import Catalog
import ProbeKit
import Quantities
import Records
import Report

/// Runs every probe program and writes the report.
struct All: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "all", abstract: "Run every probe, and write result.json, report.md, its figures, report.html.",
        discussion: """
            Writes to reports/<host>/<time>/ below the current folder, or to --output. At most 3 minutes on a machine \
            with one or two NUMA nodes, 10 on any; 30 seconds with --quick on such a machine.
            """)

    @OptionGroup var options: MeasurementOptions

    @Option(help: ArgumentHelp("Where to write instead of reports/<host>/<time>.", valueName: "folder"))
    var output: String?

    @OptionGroup var machine: MachineOptions

    @Flag(name: .customLong("trust-dmi"), help: "Take a hypervisor's word on memory modules.")
    var trustsDMI = false

    @Option(help: ArgumentHelp("Programs not to run, by name without \"probe-\".", valueName: "names"))
    var skip: CommaList?

    func run() async throws {
        try checkSkip()
        let host = HostName.current()
        let startedAt = Clock.timestamp()
        let archive = try Archive(folder: output ?? Archive.defaultFolder(host: host, time: startedAt))
        var given = machine.given()
        given.trustsDMI = trustsDMI ? true : nil
        let result = RunResult(
            host: host, startedAt: startedAt, command: ["probe"] + CommandLine.arguments.dropFirst(),
            given: given)

        let signals = SignalWatch()
        let work = Task {
            await Suite(
                options: options, skip: skip?.names ?? [], topologyArguments: trustsDMI ? ["--trust-dmi"] : [],
                progress: Progress(.automatic)
            ).run(result)
        }
        signals.onSignal { work.cancel() }
        var (finished, hasBadFinding) = await work.value
        finished.partial = signals.received != nil

        // The result first: whatever becomes of the report, the measurements are kept.
        try archive.save(result: try RecordCoding.encode(finished))
        let report = try HardwareReport(finished, catalog: try Catalog.builtIn())
        try archive.save(report)
        try announce(finished, report, archive)
        if let signal = signals.received { throw ExitCode(128 + signal) }
        let failed = finished.runs.contains { $0.outcome == .failed || $0.outcome == .partial }
        if failed || hasBadFinding { throw ExitCode(ExitStatus.badFinding.rawValue) }
    }

    private func checkSkip() throws {
        let known = ProgramFinder.find().map(\.name)
        guard let stranger = skip?.names.first(where: { !known.contains($0) }) else { return }
        throw Failure(
            .usage, cannot: "leave out --skip \(stranger)", because: "there is no program probe-\(stranger)",
            remedy: "There are: \(known.joined(separator: ", "))")
    }

    private func announce(_ result: RunResult, _ report: HardwareReport, _ archive: Archive) throws {
        for run in result.runs where run.outcome != .succeeded {
            Console.error("probe: probe-\(run.name) \(run.outcome.rawValue): \(run.reason ?? "")\n")
        }
        let paths = "\nresult: \(archive.resultPath)\nreport: \(archive.reportPath)\n"
        if result.partial { try Console.output("Partial: the run was ended before all programs had finished.\n") }
        try Console.output(report.verdict.map { "\($0)\n" }.joined() + paths)
    }
}
