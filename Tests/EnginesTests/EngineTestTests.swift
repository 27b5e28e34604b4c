import Engines
import ModelFiles
import Records
import SystemPackage
import Testing
import TestSupport

/// What is asked of llama-bench, and what is believed of its answers.
@Suite struct EngineTestTests {
    private let folder: TemporaryFolder
    private let file: String

    init() throws {
        folder = try TemporaryFolder()
        try folder.write("GGUF and more", to: "model.gguf")
        file = folder.path.appending("model.gguf").string
    }

    private var test: EngineTest {
        var test = EngineTest(threads: [1, 2])
        (test.prompts, test.generated, test.repetitions) = ([8, 16], 4, 3)
        return test
    }

    /// The stand-in with another mode: a wrapper, since a build's own runs have no variables of their own.
    private func build(_ mode: String) throws -> EngineBuild {
        try folder.write("#!/bin/sh\nSTANDIN='\(mode)' exec '\(StandIn.path)' \"$@\"\n", to: "llama-bench")
        return try EngineBuild(EngineProgram(path: folder.path.appending("llama-bench"), foundBy: "a test"))
    }

    private func answer(_ mode: String) throws -> EngineAnswer {
        try build(mode).run(test, on: file, limit: .seconds(30))
    }

    @Test(arguments: ["", "old"])
    func everyRowThatWasAskedForIsThere(mode: String) throws {
        let answer = try answer(mode)
        #expect(answer.failure == nil && answer.rows.count == 6 && test.count == 6)
        for threads in [1, 2] {
            #expect(answer.rows.filter { $0.threads == threads }.map(\.prompt).sorted() == [0, 8, 16])
        }
        #expect(answer.rows.allSatisfy { $0.samples.count == 3 && $0.rate > 0 })
    }

    @Test(arguments: [
        ("crash", 1, "a crash"), ("illegal", 0, "an instruction"), ("nothing", 0, "answered 0 of 6"),
        ("exit", 0, "exit code 3"), ("library", 0, "libggml.so.0"), ("wrong", 3, "not asked for"),
        ("rubbish", 0, "no row"), ("zero", 0, "avg_ts"), ("nan", 0, "no row"),
    ])
    func whatIsWrongIsTold(mode: String, rows: Int, cause: String) throws {
        let answer = try answer(mode)
        #expect(answer.rows.count == rows)
        #expect(answer.failure?.contains(cause) == true, "\(answer.failure ?? "")")
    }

    @Test func settingsAndLaunchersArePassedOn() throws {
        let log = folder.path.appending("log")
        var test = EngineTest(threads: [])
        (test.generated, test.depth) = (4, 32)
        test.settings = ["-ub", "256"]
        test.launcher = ["env", "STANDIN_LOG=\(log)"]
        let answer = try build("").run(test, on: file, limit: .seconds(30))
        #expect(answer.failure == nil && answer.rows.map(\.depth) == [32])
        let words = try TextFile.read(log)
        #expect(words == "-m \(file) -r 1 -n 4 -o jsonl -p 0 -d 32 -ub 256\n")
    }

    /// One test twice and another not at all is as many rows as were asked for.
    @Test func aRowThatComesTwiceDoesNotStandForAnother() throws {
        let row = #"{"model_filename": "m", "n_threads": 1, "n_prompt": 8, "n_gen": 0, "n_depth": 0, "avg_ts": 1.0}"#
        let program = try StandIn.script(
            [("--help", "-o, --output <jsonl> -p, --n-prompt"), ("-m", "\(row)\n\(row)")], in: folder)
        var test = EngineTest(threads: [1])
        (test.prompts, test.generated) = ([8], 4)
        let answer = try EngineBuild(program).run(test, on: file, limit: .seconds(30))
        #expect(answer.failure == "it answered 1 of 2 tests", "\(answer.failure ?? "")")
    }
}
