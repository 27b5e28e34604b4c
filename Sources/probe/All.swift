import ArgumentParser
import Catalog
import EngineRuns
import ProbeKit
import Quantities
import Records
import Report
import SystemPackage
import Tables

#if canImport(Glibc)
    import Glibc
#endif

/// Runs every probe program and writes the report.
struct All: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "all", abstract: "Run every probe, and write result.json, report.md, its figures, report.html.",
        discussion: """
            Writes to reports/<host>/<time>/ below the current folder, or to --output. At most 3 minutes on a machine \
            with one or two NUMA nodes, 10 on any; 30 seconds with --quick on such a machine. Where llama-bench of \
            llama.cpp is found it is rated too, for 90 seconds more, or 20 with --quick; predictions then rest on it.
            """)

    @OptionGroup var options: MeasurementOptions

    @Option(help: ArgumentHelp("Where to write instead of reports/<host>/<time>.", valueName: "folder"))
    var output: String?

    @OptionGroup var machine: MachineOptions

    @Flag(name: .customLong("trust-dmi"), help: "Take a hypervisor's word on memory modules.")
    var trustsDMI = false

    @Option(help: ArgumentHelp("Programs not to run, by name without \"probe-\".", valueName: "names"))
    var skip: CommaList?

    @Option(
        name: .customLong("llama-bench"), parsing: .singleValue,
        help: ArgumentHelp(
            "llama-bench to rate; several times to set builds side by side. Default: LLAMA_BENCH, that on PATH, what "
                + "`make engine` built, or that beside probe.", valueName: "file"))
    var llamaBench: [String] = []

    @OptionGroup var dryRun: DryRunOptions

    @Option(help: "With --dry-run: table, json or csv.")
    var format = OutputFormat.table

    func validate() throws {
        if let budget = options.timeBudget, budget.seconds < 1 {
            throw ValidationError("--time-budget: all programs together need at least 1s")
        }
        guard format == .table || dryRun.isOn else {
            throw ValidationError("--format is for --dry-run; `probe export` prints results in other forms")
        }
    }

    func run() async throws {
        try checkPrograms()
        // Whether there is an engine to wait for each program finds out by itself.
        if let first = llamaBench.first { setenv("LLAMA_BENCH", first, 1) }
        if dryRun.isOn { return try await printPlan() }
        let lock = try MachineLock.take(options.patience)
        defer { lock.release() }
        let host = HostName.current()
        let startedAt = Clock.timestamp()
        let archive = try Archive(folder: output ?? ResultFile.defaultFolder(host: host, time: startedAt))
        var given = machine.given()
        given.trustsDMI = trustsDMI ? true : nil
        let result = RunResult(
            host: host, startedAt: startedAt, command: ["probe"] + Program.arguments.dropFirst(),
            given: given)

        let signals = SignalWatch()
        var (finished, hasBadFinding) = await measure(result, archive, signals)
        // One that comes later finds everything measured.
        let endedBy = signals.received
        finished.partial = endedBy != nil

        // The result first: whatever becomes of the report, the measurements are kept.
        let saved = try archive.save(finished)
        do {
            let profile = saved == .whole ? fittedProfile(finished, beside: archive.resultPath) : nil
            let report = try HardwareReport(finished, catalog: try Catalog.builtIn(), profile: profile)
            if saved == .whole { try archive.save(report, of: finished) }
            try announce(finished, report, archive, saved)
        } catch {
            // Whoever ended the run by closing the terminal left nobody to tell.
            if endedBy == nil { throw error }
            Console.error("probe: \(error)\n")
        }
        if let endedBy { throw ExitCode(128 + endedBy) }
        let failed = finished.runs.contains { $0.outcome == .failed || $0.outcome == .partial }
        if failed || hasBadFinding { throw ExitCode(ExitStatus.badFinding.rawValue) }
    }

    /// Runs the programs. The first signal ends them with what they have, the second at once.
    private func measure(
        _ result: RunResult, _ archive: Archive, _ signals: SignalWatch
    ) async -> (RunResult, hasBadFinding: Bool) {
        let interruption = Interruption()
        let suite = Suite(
            options: options, skip: skip?.names ?? [], moreArguments: moreArguments,
            progress: Progress(.automatic), interruption: interruption, keep: archive.keep)
        let work = Task { await suite.run(result) }
        signals.onSignal {
            if work.isCancelled { interruption.hurry() }
            work.cancel()
        }
        return await work.value
    }

    private var moreArguments: [String: [String]] {
        [
            "topology": trustsDMI ? ["--trust-dmi"] : [],
            "engine": llamaBench.flatMap { ["--llama-bench", $0] },
        ]
    }

    /// Fitted to the engine that was rated in this run, and stored beside its result; nil where none was, or where it
    /// cannot be, so that predictions rest on the built-in one.
    private func fittedProfile(_ result: RunResult, beside path: FilePath) -> EngineProfile? {
        do {
            // That of an earlier run in the folder is not this one's.
            try ProfileFile.remove(beside: path)
            guard let fit = try EngineFit(result) else { return nil }
            try fit.store(beside: path)
            return fit.profile
        } catch {
            Console.error("probe: \(error)\n")
            return nil
        }
    }

    /// That there is something to run, and what is left out of it.
    private func checkPrograms() throws {
        let known = ProgramFinder.find().map(\.name)
        guard !known.isEmpty else {
            throw Failure(
                .unavailable, cannot: "measure", because: "no probe program is beside this one or on PATH",
                remedy: "Build or install probe anew, or put the folder with its programs on PATH")
        }
        guard let stranger = skip?.names.first(where: { !known.contains($0) }) else { return }
        throw Failure(
            .usage, cannot: "leave out --skip \(stranger)", because: "there is no program probe-\(stranger)",
            remedy: "There are: \(known.joined(separator: ", "))")
    }

    private func announce(
        _ result: RunResult, _ report: HardwareReport, _ archive: Archive, _ saved: Archive.Saved
    ) throws {
        for run in result.runs where run.outcome != .succeeded {
            Console.error("probe: probe-\(run.name) \(run.outcome.rawValue): \((run.reason ?? "").printable)\n")
        }
        if result.partial { try Console.output("Partial: the run was ended before all programs had finished.\n") }
        let paths =
            switch saved {
            case .whole:
                "result: \(archive.resultPath.string.printable)\nreport: \(archive.reportPath.string.printable)\n"
            case .besideEarlier:
                "result: \(archive.partialPath.string.printable)\n"
                    + "The result and the report of the earlier run in this folder are still there.\n"
            }
        try Console.output(report.verdict.map { "\($0)\n" }.joined() + "\n" + paths)
    }
}
