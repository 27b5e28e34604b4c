import FoundationEssentials
import Records
import SystemPackage
import Testing
import TestSupport

/// `probe all` with an engine, without one, and with one that misbehaves.
@Suite struct EngineDriverTests {
    private let engine: EngineCommand

    init() throws { engine = try EngineCommand() }

    /// Whatever predictions do not rest on is left out.
    private static let others = "bandwidth,latency,flops,smt,storage"
    /// But what predictions rest on.
    private static let unneeded = "latency,flops,smt,storage"
    private static let short = ["--quick", "--time-budget", "1s", "--array-size", "4MiB"]

    private func all(
        _ arguments: [String], mode: String = "", environment: [String: String?] = [:]
    ) async throws -> (Finished, RunResult) {
        var variables = engine.environment(mode)
        variables["LLAMA_CACHE"] = engine.models.string
        let run = try await Command.probe(
            "probe", ["all", "--output", "out"] + arguments,
            environment: variables.merging(environment) { $1 }, folder: engine.folder.path)
        let file = engine.folder.path.appending("out/result.json")
        return (run, try RecordCoding.result(from: try TextFile.bytes(file), source: file.string))
    }

    private var out: FilePath { engine.folder.path.appending("out") }

    @Test func predictionsRestOnTheEngineThatWasRated() async throws {
        var seconds = 6
        let (run, result) = try await attempts(until: { _ in TextFile.names(in: out).contains("profile.json") }) {
            seconds *= 2
            return try await all(
                ["--quick", "--time-budget", "\(seconds)s", "--array-size", "4MiB", "--skip", Self.unneeded])
        }
        #expect(run.code == 0, "\(run.errors)")
        let record = try #require(try result.record("engine", details: EngineDetails.self))
        #expect(record.details.builds.first?.number == 9999)
        try #require(TextFile.names(in: out).contains("profile.json"))
        #expect(try TextFile.read(out.appending("profile.json")).contains("llama.cpp b9999"))
        let predict = ["predict", out.string, "--model", "Llama 3.2 1B", "--quantization", "Q4_K_M", "--format", "csv"]
        let with = try await Command.probe("probe", predict)
        let report = try TextFile.read(out.appending("report.md"))
        let again = try await Command.probe("probe", ["report", out.string, "--output", "again.md"], folder: out)
        #expect(again.code == 0 && with.code == 0, "\(again.errors)\(with.errors)")
        #expect(try TextFile.read(out.appending("again.md")) == report, "an old result makes the same report")
        _ = try await Command.run("rm", [out.appending("profile.json").string])
        let without = try await Command.probe("probe", predict)
        #expect(without.code == 0 && with.output != without.output)

        // The program alone does the same for a result that is named.
        let alone = try await engine.run(["--quick", "--time-budget", "2s", "--result", out.string])
        #expect(alone.code == 0 && alone.errors.contains("profile: "), "\(alone.errors)")
        #expect(TextFile.names(in: out).contains("profile.json"))
        #expect(try await engine.remains().isEmpty)
    }

    /// That of an earlier run in the folder is of another result.
    @Test func anOldProfileDoesNotStay() async throws {
        try engine.folder.write("{}", to: "out/profile.json")
        let (run, _) = try await all(
            Self.short + ["--skip", "scaling,inference,\(Self.others)"], environment: ["LLAMA_BENCH": "none"])
        #expect(run.code == 0 && !TextFile.names(in: out).contains("profile.json"), "\(run.errors)")
    }

    @Test func withoutAnEngineTheRunIsWholeAndSaysSo() async throws {
        let (run, result) = try await all(
            Self.short + ["--skip", Self.others], environment: ["LLAMA_BENCH": "none"])
        #expect(run.code == 0, "\(run.errors)")
        let record = try #require(try result.record("engine", details: EngineDetails.self))
        #expect(record.measurements.count == 1)
        let reason = record.measurements.first?.notMeasured
        #expect(reason?.contains("no llama-bench was found") == true && reason?.contains("make engine") == true)
        #expect(!TextFile.names(in: out).contains("profile.json"))
    }

    @Test func itIsLeftOutOnRequest() async throws {
        let log = engine.folder.path.appending("log")
        let (run, result) = try await all(
            Self.short + ["--skip", "engine,\(Self.others)"], environment: ["STANDIN_LOG": log.string])
        #expect(run.code == 0 && result.records["engine"] == nil, "\(run.errors)")
        #expect(result.runs.first { $0.name == "engine" }?.outcome == .skipped && !TextFile.exists(log))
    }

    /// Nobody asked for the engine that is merely there: it spoils neither the others' records nor the exit code.
    @Test(arguments: [
        ("crash", "a crash"), ("card", "Vulkan0"), ("rubbish", "no row"), ("library", "libggml.so.0"),
    ])
    func anEngineThatMisbehavesTakesNothingWithIt(mode: String, cause: String) async throws {
        let (run, result) = try await all(Self.short + ["--skip", Self.others], mode: mode)
        #expect(run.code == 0, "\(run.code) \(run.errors)")
        #expect(Set(result.records.keys) == ["topology", "scaling", "inference", "engine"])
        let record = try #require(try result.record("engine", details: EngineDetails.self))
        #expect(record.measurements.first?.notMeasured?.contains(cause) == true)
        #expect(TextFile.names(in: out).contains("report.md"))
        #expect(try await engine.remains().isEmpty)
    }

    /// One that was named was asked for.
    @Test(arguments: [("crash", "a crash"), ("", "")])
    func anEngineThatWasNamedFailsTheRun(mode: String, cause: String) async throws {
        let name = mode.isEmpty ? "/nowhere/llama-bench" : EngineCommand.standIn.string
        let (run, result) = try await all(
            Self.short + ["--skip", Self.others, "--llama-bench", name], mode: mode)
        #expect(run.code == 1, "\(run.code) \(run.errors)")
        #expect(Set(result.records.keys) == ["topology", "scaling", "inference"])
        let reason = result.runs.first { $0.name == "engine" }?.reason ?? ""
        #expect(reason.contains(cause) && reason.contains(name), "\(reason)")
        #expect(TextFile.names(in: out).contains("report.md"))
    }

    /// Rates that no engine has must not cost the report, nor leave a profile that nothing can read.
    @Test(arguments: ["absurd", "crawl", "odd"])
    func impossibleRatesCostNoReport(mode: String) async throws {
        let (run, result) = try await all(
            ["--quick", "--time-budget", "16s", "--array-size", "4MiB", "--skip", Self.unneeded], mode: mode)
        #expect(run.code == 0 || run.code == 1, "\(run.code) \(run.errors)")
        #expect(result.records["engine"] != nil && TextFile.names(in: out).contains("report.md"), "\(run.errors)")
        for command in [["report", out.string], ["predict", out.string, "--size", "1GB"]] {
            let later = try await Command.probe("probe", command)
            #expect(later.code == 0, "\(mode) \(command): \(later.errors)")
        }
    }

    /// A disk without room for models is no reason to fail where nobody asked for an engine.
    @Test func noRoomIsToldAndNoFailure() async throws {
        let script = """
            for folder in models /dev/shm; do mount -t tmpfs -o size=16m none $folder || exit 99; done
            '\(Repository.programs)/probe' all --output out --skip \(Self.others),scaling,inference
            """
        var variables = engine.environment()
        variables["LLAMA_CACHE"] = engine.models.string
        for bench in [EngineCommand.standIn.string, "none"] {
            variables["LLAMA_BENCH"] = bench
            let run = try await Command.run(
                "unshare", ["-rm", "bash", "-c", script], environment: variables, folder: engine.folder.path)
            #expect(run.code == 0, "\(run.code) \(run.errors)")
        }
    }
}
