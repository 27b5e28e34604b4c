import Records
import SystemPackage
import Testing
import TestSupport

/// An engine that misbehaves is named with its cause, and leaves nothing.
@Suite struct EngineFaultTests {
    private let engine: EngineCommand

    init() throws { engine = try EngineCommand() }

    private static let short = ["--time-budget", "1s", "--array-size", "4MiB", "--quick"]

    @Test(arguments: [
        ("crash", "a crash"), ("illegal", "an instruction that this CPU does not have"), ("exit", "exit code 3"),
        ("library", "libggml.so.0: no such file"), ("nothing", "answered 0 of"), ("rubbish", "is no row"),
        ("flood", "8 MiB"), ("wrong", "was not asked for"), ("zero", "avg_ts"), ("nan", "is no row"),
        ("card", "Vulkan0: Example Radeon"), ("rpc", "RPC0"), ("blas", "BLAS"),
    ])
    func whatIsWrongIsTold(mode: String, cause: String) async throws {
        let run = try await engine.run(Self.short, mode: mode)
        #expect(run.code == 69 && run.output.isEmpty, "\(run.code) \(run.errors)")
        #expect(run.errors.contains(cause), "\(run.errors)")
        #expect(run.errors.split(separator: "\n").count == 1 && !run.errors.contains("\u{1B}"), "\(run.errors)")
        #expect(try await engine.remains().isEmpty)
    }

    /// Once it has run a token.
    @Test(arguments: [("late crash", "a crash"), ("late exit", "exit code 3"), ("late wrong", "not asked for")])
    func whatGoesWrongLaterIsTheReasonOfEachRate(mode: String, cause: String) async throws {
        let record = try await engine.record(Self.short, mode: mode)
        let cells = record.measurements.compactMap(EngineCell.init)
        #expect(cells.contains { $0.summary == nil })
        for cell in cells where cell.summary == nil { #expect(cell.reason.contains(cause), "\(cell.reason)") }
        #expect(try await engine.remains().isEmpty)
    }

    @Test func whatCannotBeRunIsTold() async throws {
        let folder = engine.folder
        try folder.write("#!/nowhere/python3\n", to: "script")
        try folder.write("neither a script nor a program", to: "text")
        let place = { (name: String) in folder.path.appending(name).string }
        for (file, code, cause) in [
            (place("script"), Int32(69), "its interpreter or loader is missing"),
            (place("text"), 69, "it is no program for this machine"), ("/bin/true", 69, "does not answer"),
            ("/nowhere/llama-bench", 66, "there is no such program"), (folder.path.string, 66, "may not be executed"),
            ("/etc/passwd", 66, "may not be executed"), ("llama-bench-of-nobody", 66, "there is no such program"),
        ] {
            for words in [["--llama-bench", file], []] {
                let run = try await engine.run(Self.short + words, environment: ["LLAMA_BENCH": file])
                #expect(run.code == code && run.output.isEmpty, "\(file): \(run.code) \(run.errors)")
                #expect(run.errors.contains(cause) && run.errors.contains(file), "\(run.errors)")
            }
        }
    }

    @Test(arguments: [
        (["--formats", "Q9"], Int32(64), "Q9"), (["--counts", "0"], 64, "--counts"),
        (["--counts", "70000"], 69, "70000"), (["--directory", "/nowhere"], 73, "/nowhere"),
        (["--directory", "/proc"], 69, "/proc"),
    ])
    func badInputIsNamedWithItsExitCode(arguments: [String], code: Int32, named: String) async throws {
        let run = try await engine.run(Self.short + arguments)
        #expect(run.code == code && run.output.isEmpty, "\(run.code) \(run.errors)")
        #expect(run.errors.contains(named), "\(run.errors)")
    }

    /// What a build says of itself never acts on a terminal.
    @Test func controlCharactersAreNotPrinted() async throws {
        for format in ["table", "csv", "json"] {
            let run = try await engine.run(Self.short + ["--format", format], mode: "escape")
            #expect(run.code == 0, "\(run.errors)")
            let all = run.output + run.errors
            #expect(!all.contains("\u{1B}") && !all.contains("\u{07}"), "\(format): \(all)")
        }
    }

    /// A limit on the size of files stands for a full disk.
    @Test func aFullDiskIsTold() async throws {
        let program = Repository.programs.appending("probe-engine").string
        let run = try await Command.run(
            "bash",
            ["-c", "trap '' XFSZ; ulimit -f 1024; exec \"$@\"", "-", program, "--directory", engine.models.string]
                + Self.short,
            environment: engine.environment())
        #expect(run.code == 74 && run.output.isEmpty, "\(run.code) \(run.errors)")
        #expect(run.errors.contains("EFBIG") && run.errors.contains("--directory"), "\(run.errors)")
        #expect(try await engine.remains().isEmpty)
    }

    /// No room for models, on a disk that is small or full.
    @Test(arguments: ["16m", "400m"])
    func aSmallDiskIsTold(size: String) async throws {
        let program = Repository.programs.appending("probe-engine").string
        let script = """
            mount -t tmpfs -o size=\(size) none models || exit 99
            '\(program)' --directory models \(Self.short.joined(separator: " ")); code=$?; ls -A models; exit $code
            """
        let run = try await Command.run(
            "unshare", ["-rm", "bash", "-c", script], environment: engine.environment(), folder: engine.folder.path)
        #expect(run.code == 69 && run.output.isEmpty, "\(run.code) \(run.errors)")
        #expect(run.errors.contains("are free") && run.errors.contains("--directory"), "\(run.errors)")
    }

    @Test func fewOpenFilesAreEnough() async throws {
        let program = Repository.programs.appending("probe-engine").string
        let words = [program, "--directory", engine.models.string, "--result", "none", "--format", "json"]
        let run = try await Command.run(
            "bash", ["-c", "ulimit -n 32; exec \"$@\"", "-"] + words + Self.short, environment: engine.environment())
        #expect(run.code == 0, "\(run.code) \(run.errors)")
        #expect(try EngineCommand.record(run).measurements.contains { $0.summary != nil })
    }
}
