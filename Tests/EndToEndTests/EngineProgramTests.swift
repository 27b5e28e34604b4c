import FoundationEssentials
import Records
import Statistics
import SystemPackage
import Testing
import TestSupport

#if canImport(Glibc)
    import Glibc
#endif

/// The real program with a stand-in for llama-bench, whose rates are a formula.
@Suite struct EngineProgramTests {
    private let engine: EngineCommand

    init() throws { engine = try EngineCommand() }

    private static let short = ["--time-budget", "1s", "--array-size", "4MiB", "--quick"]

    /// As the stand-in computes it.
    private func rate(_ cell: EngineCell, _ details: EngineDetails) throws -> Double {
        let bytes = try #require(details.models.first { $0.name == cell.model }?.bytes)
        let generation = 2e9 * pow(Double(cell.threads), 0.9) / Double(bytes) / (1 + Double(cell.depth) / 8192)
        return cell.phase == .prompt ? 3 * generation : generation
    }

    @Test func everyRateIsWhatTheEngineSays() async throws {
        let record = try await engine.record(Self.short)
        let cells = record.measurements.compactMap(EngineCell.init)
        #expect(record.measurements.count == cells.count + 1, "the pulse is the other one")
        #expect(record.measurements.contains { $0.quantity == EnginePulse.quantity && $0.summary != nil })
        for cell in cells {
            let median = try #require(cell.summary?.median, "\(cell.measurement.labels): \(cell.reason)")
            #expect((median / (try rate(cell, record.details)) - 1).magnitude < 0.004, "\(cell.measurement.labels)")
        }
        let threads = record.details.threads
        #expect(threads.first == 1 && threads == threads.sorted())
        let models = record.details.models
        #expect(models.map(\.name).prefix(2) == ["thin Q8_0", "usual Q4_K_M"])
        for model in models {
            let own = cells.filter { $0.model == model.name }
            #expect(own.filter { $0.phase == .generation && $0.depth == 0 }.map(\.threads).sorted() == threads)
            #expect(own.contains { $0.phase == .prompt && $0.tokens == 128 && $0.threads == threads.last })
        }
        #expect(cells.contains { $0.depth == 512 && $0.phase == .generation })
        #expect(try await engine.remains().isEmpty)
    }

    @Test func theBuildIsDescribed() async throws {
        let record = try await engine.record(Self.short)
        let build = try #require(record.details.builds.first)
        #expect(build.text == "llama.cpp b9999, GNU 13.2.0" && build.backends == "CPU")
        #expect(build.foundBy == "LLAMA_BENCH" && build.commit == "b9999" && build.features == nil)
        #expect(build.differences.contains { $0.contains("does not tell what it may use") })
        #expect(record.details.directory.hasSuffix("models") && record.details.fileSystem != nil)
    }

    @Test func onlyTheFormatsAndThreadsThatWereAskedForAreRun() async throws {
        let record = try await engine.record(Self.short + ["--formats", "q5_k_m,Q8_0", "--counts", "1"])
        #expect(record.details.models.map(\.name) == ["usual Q5_K_M", "usual Q8_0"])
        #expect(record.details.models.map(\.format) == ["Q5_K_M", "Q8_0"])
        #expect(record.details.threads.first == 1)
    }

    /// Two builds of one machine, and one that knows less.
    @Test func buildsAreSetSideBySide() async throws {
        let old = engine.folder.path.appending("old/llama-bench")
        try engine.folder.write(
            "#!/bin/sh\nSTANDIN=old exec '\(EngineCommand.standIn)' \"$@\"\n", to: "old/llama-bench")
        let words = ["--llama-bench", EngineCommand.standIn.string, "--llama-bench", old.string]
        let record = try await engine.record(Self.short + words)
        #expect(record.details.builds.map(\.id) == ["1", "2"])
        #expect(record.details.builds.map(\.compiler) == ["GNU 13.2.0", nil])
        let cells = record.measurements.compactMap(EngineCell.init)
        for build in ["1", "2"] {
            let own = cells.filter { $0.build == build && $0.depth == 0 }
            #expect(own.count > 4)
            for cell in own {
                let median = try #require(cell.summary?.median, "\(cell.measurement.labels): \(cell.reason)")
                #expect((median / (try rate(cell, record.details)) - 1).magnitude < 0.004)
            }
        }
        let text = try await engine.run(Self.short + words)
        #expect(text.output.contains("Build 1: llama.cpp b9999") && text.output.contains("Build 2: "))
    }

    /// The stand-in is a tenth faster with -ub 256 and with nothing else; a busy machine has time for few pairs.
    @Test func theBetterSettingIsFoundAndNoOther() async throws {
        var seconds = 6
        let record = try await attempts(until: { $0.details.trials.contains { $0.isGain && $0.pairs >= 3 } }) {
            seconds *= 2
            return try await engine.record(["--time-budget", "\(seconds)s", "--array-size", "4MiB"])
        }
        let trials = record.details.trials
        #expect(trials.filter(\.isGain).map(\.setting) == ["-ub 256"], "\(trials)")
        let gain = try #require(trials.first { $0.isGain })
        #expect(gain.phase == "prompt of 512" && (gain.gain - 1.1).magnitude < 0.01 && gain.usual == "512")
        // Of two that exclude each other the better one went on, and was measured afresh.
        #expect(gain.pairs >= 3 && trials.contains { $0.setting == "-ub 128" && $0.pairs == 1 }, "\(trials)")
        let attention = try #require(trials.first { $0.option == "-ctk" })
        #expect(!attention.isGain && (attention.gain - 0.97).magnitude < 0.01)
        if record.details.threads.contains(where: { $0 > 1 }) {
            #expect(trials.contains { $0.setting == "-t 1" && $0.gain < 0.9 })
        }
    }

    @Test func tableAndCSVHaveEveryRate() async throws {
        let csv = try await engine.run(Self.short + ["--format", "csv"])
        let lines = csv.output.split(separator: "\n")
        #expect(lines[0].hasPrefix("build,model,format,phase,tokens,depth,threads,tokens_s_median,"))
        #expect(lines[1].hasPrefix("1,thin Q8_0,Q8_0,"))
        let table = try await engine.run(Self.short)
        #expect(table.code == 0 && table.output.contains("usual Q4_K_M") && table.output.contains("Tokens/s"))
        #expect(table.output.contains("found by LLAMA_BENCH"))
    }

    /// The first of these that has one: what was named, PATH, the cache, the folder of probe.
    @Test func theEngineIsFoundInOrder() async throws {
        let folder = engine.folder
        let program = folder.path.appending("bin/probe-engine")
        try folder.write("", to: "bin/probe-engine")
        _ = try await Command.run("cp", [Repository.programs.appending("probe-engine").string, program.string])
        let script = "#!/bin/sh\nexec '\(EngineCommand.standIn)' \"$@\"\n"
        for place in ["named", "path", "cache/probe/engine", "home/.cache/probe/engine", "bin"] {
            try folder.write(script, to: "\(place)/llama-bench")
        }
        let path = { (name: String) in folder.path.appending(name).string }
        var variables: [String: String?] = [
            "LLAMA_BENCH": path("named/llama-bench"), "PATH": "relative:\(path("path")):/usr/bin:/bin",
            "XDG_CACHE_HOME": path("cache"), "HOME": path("home"), "STANDIN_TAG": folder.path.string,
        ]
        for (found, next) in [
            ("LLAMA_BENCH", "LLAMA_BENCH"), ("PATH", "PATH"), ("make engine", "XDG_CACHE_HOME"),
            ("make engine", "HOME"), ("the folder of probe", ""),
        ] {
            let run = try await Command.run(
                program.string,
                Self.short + ["--directory", engine.models.string, "--result", "none", "--format", "json"],
                environment: variables)
            #expect(try EngineCommand.record(run).details.builds.first?.foundBy == found, "\(run.errors)")
            if next == "LLAMA_BENCH" { variables["LLAMA_BENCH"] = "" }
            if next == "PATH" { variables["PATH"] = "/usr/bin:/bin" }
            if next == "XDG_CACHE_HOME" { variables[next] = "" }
            if next == "HOME" { variables[next] = path("empty") }
        }
    }

    @Test func withoutAnEngineOneLineSaysHowToGetOne() async throws {
        let run = try await engine.run([], environment: ["LLAMA_BENCH": "none"])
        #expect(run.code == 66 && run.output.isEmpty)
        #expect(run.errors.contains("no llama-bench was found") && run.errors.contains("make engine"))
        #expect(run.errors.split(separator: "\n").count == 1)
    }

    @Test func aPlanRunsNothing() async throws {
        let log = engine.folder.path.appending("log")
        let run = try await engine.run(["--dry-run"], environment: ["STANDIN_LOG": log.string])
        #expect(run.code == 0 && run.output.contains("rates") && run.output.contains("settings"), "\(run.errors)")
        #expect(!TextFile.exists(log))
        let other = try await engine.run(
            ["--dry-run", "--format", "json", "--topology", "package:2 node:1(memory=64GB) core:8 pu:2"],
            environment: ["LLAMA_BENCH": "none"])
        let record = try EngineCommand.record(other)
        #expect(record.details.threads == [1, 16, 32] && record.measurements.isEmpty)
    }

    private static let real =
        ((getenv("HOME").map { String(cString: $0) } ?? "") + "/.cache/probe/engine/llama-bench")

    @Test(.enabled(if: TextFile.exists(FilePath(real)), "`make engine` was not run here"))
    func theRealEngineIsRated() async throws {
        let record = try await engine.record(
            Self.short + ["--formats", "Q8_0"], environment: ["LLAMA_BENCH": Self.real])
        let build = try #require(record.details.builds.first)
        #expect(build.backends == "CPU" && build.compiler != nil && build.features?.isEmpty == false)
        let cells = record.measurements.compactMap(EngineCell.init)
        #expect(cells.count >= 3 && cells.allSatisfy { ($0.summary?.median ?? 0) > 0 })
        #expect(try await engine.remains().isEmpty)
    }
}
