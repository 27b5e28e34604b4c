import Records
import SystemPackage
import Testing
import TestSupport

#if canImport(Glibc)
    import Glibc
#endif

/// `probe all` and what is made of its result.
@Suite(.serialized) struct DriverTests {
    private static let short = ["all", "--quick", "--time-budget", "1s", "--array-size", "4MiB"]

    private func result(in folder: FilePath) throws -> RunResult {
        let file = folder.appending("result.json")
        return try RecordCoding.result(from: Array(try TextFile.read(file).utf8), source: file.string)
    }

    @Test func measuresAndWritesAReport() async throws {
        let folder = try TemporaryFolder()
        let run = try await Command.probe("probe", Self.short + ["--memory", "12x DDR5-4800"], folder: folder.path)
        #expect(run.code == 0, "\(run.errors)")
        let host = try #require(TextFile.names(in: folder.path.appending("reports")).first)
        let time = try #require(TextFile.names(in: folder.path.appending("reports").appending(host)).first)
        let place = folder.path.appending("reports").appending(host).appending(time)
        let files = TextFile.names(in: place)
        #expect(Set(["report.md", "report.html", "result.json"]).isSubset(of: files))
        let result = try result(in: place)
        #expect(
            Set(result.records.keys) == [
                "topology", "bandwidth", "latency", "flops", "smt", "scaling", "inference", "storage", "engine",
            ])
        #expect(!result.partial)
        let report = try TextFile.read(place.appending("report.md"))
        for heading in [
            "# Hardware report", "## Machine", "## Memory bandwidth", "## Latency", "## Predicted", "## Caveats",
            "## Reproduce",
        ] {
            #expect(report.contains(heading))
        }
        #expect(report.contains("given by you: 12x DDR5-4800"))

        let copy = folder.path.appending("again")
        try folder.write("", to: "again/keep")
        for name in ["report.md", "report.html"] {
            let again = try await Command.probe(
                "probe", ["report", place.appending("result.json").string, "--output", copy.appending(name).string])
            #expect(again.code == 0, "\(again.errors)")
        }
        for name in files where name != "result.json" {
            let same = try TextFile.read(copy.appending(name)) == TextFile.read(place.appending(name))
            #expect(same, "an old result makes the same \(name)")
        }
        let printed = try await Command.probe("probe", ["report", place.appending("result.json").string])
        #expect(printed.output.hasPrefix("# Hardware report") && !printed.output.contains(".svg"))
        let prediction = try await Command.probe(
            "probe", ["predict", place.string, "--size", "1GB", "--format", "csv"])
        #expect(prediction.output.split(separator: "\n").count == 2)
        #expect(prediction.output.contains("simple_pp_t_s,simple_pp_low,simple_pp_high,simple_t_first_s,"))
    }

    /// A copy of the driver with other programs beside it.
    private func suite(_ scripts: [String: String]) async throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        for program in ["probe", "probe-topology"] {
            let copied = try await Command.run(
                "cp", [Repository.programs.appending(program).string, folder.path.string])
            #expect(copied.code == 0)
        }
        for (name, text) in scripts { try folder.write("#!/bin/sh\n\(text)\n", to: name) }
        return folder
    }

    private func all(
        _ folder: TemporaryFolder, path: String? = nil, arguments: [String] = []
    ) async throws -> (Finished, RunResult) {
        let output = folder.path.appending("out")
        let run = try await Command.run(
            folder.path.appending("probe").string, Self.short + ["--output", output.string] + arguments,
            environment: path.map { ["PATH": "\($0):/usr/bin:/bin"] } ?? [:])
        return (run, try result(in: output))
    }

    @Test func whatSucceedsStaysWhenOthersFail() async throws {
        let folder = try await suite([
            "probe-crash": "echo 'it went wrong here' >&2; exit 3", "probe-killed": "kill -9 $$",
            "probe-garbage": "echo '{\"schemaVersion\": 1, '", "probe-silent": "exit 0",
            "probe-newer": "echo '{\"schemaVersion\": 99}'",
        ])
        let (run, result) = try await all(folder)
        #expect(run.code == 1)
        #expect(Array(result.records.keys) == ["topology"])
        let reasons = Dictionary(uniqueKeysWithValues: result.runs.map { ($0.name, $0.reason ?? "") })
        #expect(reasons["crash"]?.contains("exit code 3: it went wrong here") == true)
        #expect(reasons["killed"]?.contains("signal 9") == true)
        #expect(reasons["garbage"]?.contains("probe-garbage") == true)
        #expect(reasons["newer"]?.contains("schema 99") == true)
        #expect(result.runs.count { $0.outcome == .failed } == 5)
        let report = try TextFile.read(folder.path.appending("out/report.md"))
        #expect(report.contains("**probe-crash failed:** exit code 3"))
        #expect(run.errors.contains("probe-crash failed"))
    }

    /// The envelope is right, the details are another program's: the rest must stand.
    @Test func detailsOfAnotherKindLoseNothing() async throws {
        let record =
            #"{"schemaVersion":1,"probe":"bandwidth","programVersion":"2","arguments":[],"startedAt":"","#
            + #""seconds":1,"environment":{"host":"h","kernel":"k"},"caveats":[],"details":{"x":1},"measurements":[]}"#
        let (run, result) = try await all(try await suite(["probe-bandwidth": "echo '\(record)'"]))
        #expect(run.code == 1, "\(run.errors)")
        #expect(Array(result.records.keys) == ["topology"])
        let reason = result.runs.first { $0.name == "bandwidth" }?.reason
        #expect(reason?.contains("the record of probe-bandwidth") == true, "\(reason ?? "")")
    }

    @Test func aProbeOfTheFutureIsRunRecordedAndReported() async throws {
        let record =
            #"{"schemaVersion":1,"probe":"future","programVersion":"2","arguments":[],"startedAt":"","seconds":1,"#
            + #""environment":{"host":"h","kernel":"k"},"caveats":[],"details":{"kept":[1]},"measurements":["#
            + #"{"quantity":"hops","unit":"ns","labels":{},"samples":[{"value":5,"seconds":1}],"#
            + #""summary":{"count":1,"median":5,"best":5,"low":5,"high":5,"confidence":0,"flags":[]}}]}"#
        let elsewhere = try TemporaryFolder()
        try elsewhere.write("#!/bin/sh\necho '\(record)'\n", to: "probe-future")
        let folder = try await suite([:])
        let (run, result) = try await all(folder, path: elsewhere.path.string)
        #expect(run.code == 0, "\(run.errors)")
        #expect(result.records["future"]?["details"] == .object(["kept": .array([.integer(1)])]))
        #expect(try TextFile.read(folder.path.appending("out/report.md")).contains("## future"))
        let direct = try await Command.run(
            folder.path.appending("probe").string, ["future"], environment: ["PATH": elsewhere.path.string])
        #expect(direct.output.contains("hops"))
    }

    @Test func aDriverAloneRefuses() async throws {
        let folder = try await suite([:])
        try #require(unlink(folder.path.appending("probe-topology").string) == 0)
        let run = try await Command.run(
            folder.path.appending("probe").string, ["all", "--output", folder.path.appending("out").string],
            environment: ["PATH": "/nowhere"])
        #expect(run.code == 69 && run.errors.contains("no probe program"), "\(run.errors)")
        #expect(!TextFile.exists(folder.path.appending("out")))
    }

    @Test func aFailureOnThePathIsAFailureUnlessSkipped() async throws {
        let elsewhere = try TemporaryFolder()
        try elsewhere.write("#!/bin/sh\necho usage >&2; exit 2\n", to: "probe-rs")
        let (run, result) = try await all(try await suite([:]), path: elsewhere.path.string)
        #expect(run.code == 1)
        #expect(result.runs.first { $0.name == "rs" }?.outcome == .failed)
        let (skipped, without) = try await all(
            try await suite([:]), path: elsewhere.path.string, arguments: ["--skip", "rs"])
        #expect(skipped.code == 0)
        #expect(without.runs.first { $0.name == "rs" }?.outcome == .skipped)
    }

    @Test(arguments: [("-S -t 2", 24), ("-t 2", 9)])
    func aProgramAtTheLimitOnCPUTimeIsToldAsThat(limit: String, signal: Int) async throws {
        let spin = "[ \"$1\" = --describe ] && exec ./probe-topology \"$@\"; while :; do :; done"
        let folder = try await suite(["probe-spin": spin])
        let command = Self.short.joined(separator: " ")
        let run = try await Command.run(
            "bash", ["-c", "ulimit \(limit); exec ./probe \(command) --output out"], folder: folder.path)
        let reason = try result(in: folder.path.appending("out")).runs.first { $0.name == "spin" }?.reason
        #expect(run.code == 1, "\(run.errors)")
        #expect(reason?.hasPrefix("ended by signal \(signal): ") == true, "\(reason ?? "")")
        #expect(reason?.contains("(ulimit -t)") == true, "\(reason ?? "")")
    }

    @Test func aProgramThatHangsDoesNotHoldUpTheOthers() async throws {
        let folder = try await suite(["probe-hang": "sleep 600 & sleep 600"])
        let (run, result) = try await all(folder)
        #expect(run.code == 1)
        #expect(result.records["topology"] != nil)
        #expect(result.runs.first { $0.name == "hang" }?.reason?.contains("did not finish within") == true)
        #expect(run.duration < .seconds(300), "what it hangs in takes twice as long")
    }

    @Test(arguments: [(Int32(2), Int32(130)), (15, 143), (1, 129)])
    func aSignalKeepsWhatWasDone(signal: Int32, code: Int32) async throws {
        let folder = try await suite(["probe-zzz": "echo $$ > \"$(dirname \"$0\")/pid\"; exec sleep 600"])
        let output = folder.path.appending("out").string
        let driver = folder.path.appending("probe").string
        let script = """
            '\(driver)' all --quick --time-budget 1s --output '\(output)' & driver=$!
            for i in $(seq 1200); do [ -s '\(folder.path)/pid' ] && break; sleep 0.05; done
            sleep 6; kill -\(signal) $driver; wait $driver
            """
        let run = try await Command.run("bash", ["-c", script])
        #expect(run.code == code, "\(run.errors)")
        let result = try result(in: folder.path.appending("out"))
        #expect(result.partial)
        #expect(result.records["topology"] != nil)
        #expect(result.runs.first { $0.name == "zzz" }?.outcome == .failed)
        let pid = try #require(Int32(try TextFile.read(folder.path.appending("pid")).filter(\.isNumber)))
        #expect(kill(pid, 0) != 0, "the child is stopped")
    }

    @Test func bandwidthMeasuredBeforeASignalIsKept() async throws {
        var (run, result) = try await interrupted(after: 3)
        // A slow CPU may have nothing to tell yet.
        for seconds in [6, 12] where result.records["bandwidth"] == nil {
            (run, result) = try await interrupted(after: seconds)
        }
        #expect(run.code == 130, "\(run.errors)")
        #expect(result.partial)
        #expect(result.runs.first { $0.name == "bandwidth" }?.outcome == .partial)
        let record = try #require(try result.record("bandwidth", details: BandwidthDetails.self))
        #expect(record.endedBySignal != nil)
        #expect(record.measurements.contains { !$0.samples.isEmpty })
    }

    /// A run whose second program was started so many seconds before the signal, and far from its time's end.
    private func interrupted(after seconds: Int) async throws -> (Finished, RunResult) {
        let folder = try TemporaryFolder()
        let script = """
            '\(Repository.programs)/probe' all --time-budget 150s --array-size 4MiB --output out & driver=$!
            for i in $(seq 1200); do pgrep -P $driver -f 'probe-bandwidth --format' && break; sleep 0.05; done
            sleep \(seconds); kill -INT $driver; wait $driver
            """
        let run = try await Command.run("bash", ["-c", "set -m; \(script)"], folder: folder.path)
        return (run, try result(in: folder.path.appending("out")))
    }

    /// All that is measured would take minutes.
    @Test func anUnwritableOutputIsRefusedBeforeAnythingIsMeasured() async throws {
        let run = try await Command.probe("probe", ["all", "--output", "/proc/nowhere/x"])
        #expect(run.code == 73)
        #expect(run.errors.contains("/proc/nowhere"))
        #expect(run.duration < .seconds(60))
    }

    @Test(arguments: [
        (["all", "--memory", "lots"], Int32(64), "lots"), (["report", "/nowhere.json"], 66, "/nowhere.json"),
        (["nonsense"], 64, "nonsense"), (["all", "--skip", "bandwith"], 64, "bandwith"),
        (["bandwith", "--help"], 64, "bandwith"),
        (["predict", "/etc/hostname"], 65, "/etc/hostname"),
        (["all", "--time-budget", "never"], 64, "never"),
    ])
    func badInputIsNamedWithItsExitCode(arguments: [String], code: Int32, named: String) async throws {
        let run = try await Command.probe("probe", arguments)
        #expect(run.code == code, "\(run.errors)")
        #expect(run.errors.contains(named), "\(run.errors)")
        #expect(run.output.isEmpty)
    }

    @Test func whatIsNoFileIsWrittenToAndNeverReplaced() async throws {
        let folder = try TemporaryFolder()
        let run = try await Command.probe("probe", Self.short + ["--output", folder.path.appending("out").string])
        #expect(run.code == 0)
        let result = folder.path.appending("out").string
        let full = try await Command.probe("probe", ["report", result, "--output", "/dev/full"])
        #expect(full.code == 74)
        var status = stat()
        #expect(stat("/dev/full", &status) == 0 && status.st_mode & S_IFMT == S_IFCHR)
        let target = folder.path.appending("target.md").string
        try folder.write("old", to: "target.md")
        #expect(symlink(target, folder.path.appending("link.md").string) == 0)
        let link = try await Command.probe(
            "probe", ["report", result, "--output", folder.path.appending("link.md").string])
        #expect(link.code == 0)
        #expect(try TextFile.read(folder.path.appending("target.md")).hasPrefix("# Hardware report"))
        #expect(lstat(folder.path.appending("link.md").string, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK)
    }

    @Test(arguments: [
        ["--size", "1GB", "--model", "Mixtral"], ["--quantization", "Q9"], ["--model", "nobody"], ["--size", "0"],
    ])
    func predictRefusesWhatItCannotDo(arguments: [String]) async throws {
        let folder = try TemporaryFolder()
        let run = try await Command.probe("probe", Self.short + ["--output", folder.path.string])
        #expect(run.code == 0)
        let prediction = try await Command.probe("probe", ["predict", folder.path.string] + arguments)
        #expect(prediction.code == 64)
        #expect(prediction.output.isEmpty)
        #expect(prediction.errors.contains(arguments[0]))
    }

    @Test func aTruncatedResultIsBadData() async throws {
        let folder = try TemporaryFolder()
        try folder.write("{\"schemaVersion\": 1, \"host\": \"lab", to: "result.json")
        let run = try await Command.probe("probe", ["report", folder.path.string])
        #expect(run.code == 65)
        #expect(run.errors.contains("result.json"))
    }

    @Test func helpAndVersionAreQuick() async throws {
        let help = try await Command.probe("probe", ["--help"])
        #expect(help.code == 0)
        #expect(help.output.contains("bandwidth") && help.output.contains("topology"))
        #expect(try await Command.probe("probe", ["--version"]).output == "\(Schema.programVersion)\n")
        #expect(try await Command.probe("probe", ["bandwidth", "--version"]).output == "\(Schema.programVersion)\n")
    }
}
