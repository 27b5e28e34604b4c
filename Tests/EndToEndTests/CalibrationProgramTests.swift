import SystemPackage
import Testing
import TestSupport

#if canImport(Glibc)
    import Glibc
#endif

/// On an invented machine's result, so that nothing is measured.
@Suite struct CalibrationProgramTests {
    private static let row = """
        {"model_filename": "<file>", "model_type": "<type>", "model_size": <size>, "model_n_params": 1235814432, \
        "n_threads": <threads>, "n_prompt": <prompt>, "n_gen": <generated>, "n_depth": 0, "avg_ts": <rate>, \
        "stddev_ts": 0.05}

        """

    private func rows(_ file: String, _ type: String, size: Int, _ rates: [(threads: Int, prompt: Int, rate: Double)])
        -> String
    {
        rates.map { threads, prompt, rate in
            let values = [
                "<file>": file, "<type>": type, "<size>": "\(size)", "<threads>": "\(threads)", "<prompt>": "\(prompt)",
                "<generated>": prompt == 0 ? "32" : "0", "<rate>": "\(rate)",
            ]
            return values.reduce(Self.row) { text, value in text.replacing(value.key, with: value.value) }
        }.joined()
    }

    /// As of Llama 3.2 1B on a machine with two cores: to fit to, and to validate with.
    private func write(_ folder: TemporaryFolder) throws {
        try folder.write(try TextFile.read(Repository.fixture("validation/result.json")), to: "result.json")
        try folder.write(
            rows(
                "q4.gguf", "llama 1B Q4_K - Medium", size: 799_862_912,
                [(1, 0, 9.3), (2, 0, 17.8), (1, 512, 48), (2, 512, 95)]), to: "fit.jsonl")
        try folder.write(
            rows("q6.gguf", "llama 1B Q6_K", size: 1_013_927_040, [(1, 0, 8.6), (2, 0, 13), (2, 512, 90)])
                + rows("other.gguf", "other", size: 12345, [(1, 0, 1)]), to: "other.jsonl")
    }

    @Test func aProfileIsFittedAndUsed() async throws {
        let folder = try TemporaryFolder()
        try write(folder)
        let path = { (name: String) in folder.path.appending(name).string }
        let before = try await Command.probe(
            "probe", ["validate", folder.path.string, "--llama-bench", path("fit.jsonl"), "--format", "csv"])
        // The built-in profile was fitted to this model too, elsewhere; such rows are never counted as predictions.
        #expect(before.code == 0 && before.output.contains(",yes,no,\n"), "\(before.errors)")
        let fitted = try await Command.probe(
            "probe", ["calibrate", path("result.json"), "--llama-bench", path("fit.jsonl"), "--name", "this build"])
        #expect(fitted.code == 0, "\(fitted.errors)")
        #expect(fitted.output.contains("generation in Q4_K, of the probe's rate"))
        #expect(fitted.output.contains("Fitted to 4 rows"))
        #expect(fitted.output.hasSuffix("profile: \(path("profile.json"))\n"))
        let after = try await Command.probe(
            "probe",
            [
                "validate", folder.path.string, "--llama-bench", path("fit.jsonl"), path("other.jsonl"), "--output",
                path("v.md"),
            ]
                + ["--format", "markdown"])
        #expect(after.code == 0 && after.output.isEmpty, "\(after.errors)")
        let document = try TextFile.read(folder.path.appending("v.md"))
        #expect(document.contains("The profile is \"this build\""))
        #expect(document.components("fitted to |") == 4)
        #expect(document.contains("- other.gguf, tg32, 1 thread: other.gguf is not here"))
    }

    /// A graphics card's speeds, with nothing in the rows that would tell.
    @Test func speedsThatTheMachineCannotHaveAreRefused() async throws {
        let folder = try TemporaryFolder()
        try write(folder)
        let path = { (name: String) in folder.path.appending(name).string }
        let fast = [
            ("memory can be read", [(1, 0, 9.3), (2, 0, 450)]), ("cores can compute", [(2, 0, 17.8), (2, 512, 4000)]),
        ]
        for (reason, rates) in fast {
            try folder.write(rows("q4.gguf", "llama 1B Q4_K - Medium", size: 799_862_912, rates), to: "fast.jsonl")
            let fitted = try await Command.probe(
                "probe", ["calibrate", path("result.json"), "--llama-bench", path("fast.jsonl")])
            #expect(fitted.code == 65 && fitted.output.isEmpty, "\(fitted.output)")
            #expect(
                fitted.errors.contains("Llama 3.2 1B Q4_K_M, ") && fitted.errors.contains(reason), "\(fitted.errors)")
            #expect(throws: (any Error).self) { try TextFile.read(folder.path.appending("profile.json")) }
            let compared = try await Command.probe(
                "probe", ["validate", path("result.json"), "--llama-bench", path("fast.jsonl")])
            #expect(compared.code == 0, "\(compared.errors)")
            #expect(
                compared.output.components("left out: ") == 1 && compared.output.contains(reason), "\(compared.output)")
        }
    }

    /// The result is of an EPYC.
    @Test func rowsOfAnotherCPUAreLeftOut() async throws {
        let folder = try TemporaryFolder()
        try write(folder)
        let own = rows("q4.gguf", "llama 1B Q4_K - Medium", size: 799_862_912, [(1, 0, 9.3)])
        try folder.write(
            own.replacing("{", with: "{\"cpu_info\": \"Intel(R) Core(TM) i9-13900K\", ")
                + own.replacing("{", with: "{\"cpu_info\": \"AMD EPYC 9755 128-Core Processor\", "), to: "two.jsonl")
        let compared = try await Command.probe(
            "probe",
            [
                "validate", folder.path.string, "--llama-bench", folder.path.appending("two.jsonl").string, "--format",
                "json",
            ])
        #expect(compared.output.components("\"measured_t_s\"") == 1, "\(compared.output)\(compared.errors)")
        #expect(compared.output.contains("it was measured on another CPU (Intel(R) Core(TM) i9-13900K)"))
    }

    @Test func whatCannotBeReadIsRefused() async throws {
        let folder = try TemporaryFolder()
        try write(folder)
        let fit = folder.path.appending("fit.jsonl").string
        try folder.write("{}", to: "damaged/profile.json")
        try folder.write(try TextFile.read(Repository.fixture("validation/result.json")), to: "damaged/result.json")
        try folder.write("{\"model_filename\": 1}", to: "bad.jsonl")
        try folder.write(rows("a.gguf", "a", size: 12345, [(1, 0, 1)]), to: "unknown.jsonl")
        let cases: [([String], Int32, String)] = [
            (["validate", folder.path.string], 64, "--llama-bench"),
            (["validate", folder.path.string, "--llama-bench", "none.jsonl"], 66, "none.jsonl"),
            (["validate", folder.path.appending("damaged").string, "--llama-bench", fit], 65, "profile.json"),
            (["calibrate", folder.path.string, "--llama-bench", folder.path.appending("bad.jsonl").string], 65, "bad"),
            (
                ["calibrate", folder.path.string, "--llama-bench", folder.path.appending("unknown.jsonl").string], 65,
                "no known model"
            ),
            (["calibrate", "--llama-bench", fit], 66, "there is none in reports/"),
        ]
        for (arguments, code, message) in cases {
            let run = try await Command.probe("probe", arguments, folder: folder.path)
            #expect(run.code == code && run.output.isEmpty, "\(arguments): \(run.errors)")
            #expect(run.errors.contains(message), "\(arguments): \(run.errors)")
        }
    }

    /// Reads what a real llama-bench writes today.
    @Test(
        .enabled(
            if: getenv("LLAMA_BENCH") != nil,
            "no llama-bench: set LLAMA_BENCH to its path, which scripts/build-llama-bench prints"))
    func aRealLlamaBenchIsRead() async throws {
        let folder = try TemporaryFolder()
        try write(folder)
        let model = folder.path.appending("tiny.gguf").string
        let written = try await Command.probe(
            "probe", ["synthesize", "--model", "SmolLM2 135M", "--quantization", "Q8_0", "--output", model])
        #expect(written.code == 0, "\(written.errors)")
        let bench = try #require(getenv("LLAMA_BENCH").map { String(cString: $0) })
        let run = try await Command.run(
            bench, ["-m", model, "-p", "16", "-n", "4", "-r", "2", "-t", "1", "-o", "jsonl"])
        try folder.write(run.output, to: "real.jsonl")
        let csv = try await Command.probe(
            "probe",
            ["validate", folder.path.string, "--format", "csv", "--llama-bench"]
                + [folder.path.appending("real.jsonl").string])
        let lines = csv.output.split(separator: "\n").dropFirst()
        #expect(lines.count == 2 && lines.allSatisfy { $0.hasPrefix("real,SmolLM2 135M,Q8_0,") }, "\(csv.output)")
    }
}

extension String {
    /// How often a text is in it.
    fileprivate func components(_ text: String) -> Int { ranges(of: text).count }
}
