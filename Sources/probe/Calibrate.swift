import ArgumentParser
import Catalog
import EngineRuns
import ProbeKit
import Records
import Report
import SystemPackage
import Tables

/// Fits the engine's profile to a result and to what llama-bench measured beside it.
struct Calibrate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "calibrate", abstract: "Fit predictions to what llama-bench measured on this machine.",
        discussion: """
            Stores profile.json beside the result, which `probe predict`, `probe report` and `probe validate` then use \
            with it. `probe engine` needs no model, and does so itself. Of rows that you have, one model in two \
            formats is enough: llama-bench -m MODEL.gguf -p 512 -n 64 -t 1,2 -o json. Of several builds of llama.cpp \
            give one file each: the profile then covers all.
            """)

    @OptionGroup var input: ResultFile

    @OptionGroup var measured: EngineRunOptions

    @Option(help: ArgumentHelp("What the engine is called in predictions.", valueName: "text"))
    var name = "llama.cpp as measured here"

    @Option(help: ArgumentHelp("A file for the profile instead of profile.json beside the result.", valueName: "file"))
    var output: String?

    @Flag(help: "Begin with no knowledge rather than with the built-in profile.")
    var fromScratch = false

    @Option(
        help: ArgumentHelp(
            "What `probe engine --format json` wrote, instead of rows of llama-bench. Without either: what the result "
                + "itself has of an engine.", valueName: "file"))
    var engine: String?

    func validate() throws {
        guard measured.llamaBench.isEmpty || engine == nil else {
            throw ValidationError("--engine and --llama-bench: name one of them")
        }
    }

    func run() throws {
        guard !measured.llamaBench.isEmpty else { return try fitToRecord() }
        let location = try input.location
        let result = try input.read()
        let machine = try MachineRates(result)
        let matched = try measured.read(on: result)
        try refuseImpossible(matched.runs, try MachineLimits(result, machine))
        let prior = fromScratch ? EngineProfile.uninformed : try EngineProfile.builtIn()
        let fit = ProfileFit(
            matched.runs, prior: prior, name: name, source: "llama-bench on \(result.host), \(result.startedAt)",
            rates: machine.placements(threads:))
        guard let fit else {
            throw failure(
                "no row can be used: " + reasons(matched, fit: nil).joined(separator: "; "),
                remedy: "Pass rows of generation and of prompts into an empty cache, with models that are known or here"
            )
        }
        if let reason = fit.impossibleFigure { throw failure(reason, remedy: Self.remedy) }
        let path = output.map { FilePath($0) } ?? ProfileFile.path(beside: location)
        try ProfileFile.write(fit.profile, to: path)
        let left = reasons(matched, fit: fit).map { "left out: \($0)".printable + "\n" }.joined()
        try Console.output(
            fit.changes.terminalText + "\n" + fit.quality.map { "\($0)\n" }.joined() + left
                + "profile: \(path.string.printable)\n")
    }

    /// To an engine that `probe all` or `probe engine` rated.
    private func fitToRecord() throws {
        let result = try input.read()
        var named: RunResult?
        if let engine {
            var holder = result
            holder.records["engine"] = try RecordCoding.record(
                from: try WholeFile.read(FilePath(engine)), source: engine, probe: "engine")
            named = holder
        }
        guard let fit = try EngineFit(named ?? result) else {
            throw Failure(
                .usage, cannot: "calibrate", because: "the result has no engine's rates, and no others were named",
                remedy: "Name what `llama-bench -o json` wrote with --llama-bench, or run `probe engine`")
        }
        let path = try output.map { FilePath($0) } ?? ProfileFile.path(beside: input.location)
        try ProfileFile.write(fit.profile, to: path)
        try Console.output(
            fit.fit.changes.terminalText + "\n" + fit.fit.quality.map { "\($0)\n" }.joined()
                + "profile: \(path.string.printable)\n")
    }

    private static let remedy =
        "Leave out rows of another machine, of a graphics card or of an edited file; or measure this machine anew "
        + "where it was busy"

    /// - Throws: `Failure` with 65 where a row can't be this machine's.
    private func refuseImpossible(_ runs: [EngineRun], _ limits: MachineLimits) throws {
        let found = runs.compactMap { run in limits.reasonImpossible(run).map { "\(run.name) is \($0)" } }
        guard let first = found.first else { return }
        let others = found.count - 1
        let more = others > 0 ? ", and \(others) more row\(others == 1 ? " is" : "s are") like it" : ""
        throw failure(first + more, remedy: Self.remedy)
    }

    private func failure(_ cause: String, remedy: String) -> Failure {
        Failure(
            .badData, cannot: "calibrate with \(measured.llamaBench.joined(separator: ", "))", because: cause,
            remedy: remedy)
    }

    private func reasons(_ matched: MatchedRuns, fit: ProfileFit?) -> [String] {
        let without = fit?.withoutRates ?? matched.runs
        return matched.leftOut.map { "\($0.name): \($0.reason)" }
            + without.map { "\($0.name): the result has no rates with so many threads" }
    }
}
