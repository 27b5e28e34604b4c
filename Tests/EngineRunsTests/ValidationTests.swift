import Catalog
import EngineRuns
import ModelFiles
import SystemPackage
import Tables
import TestSupport
import Testing
import TokenModel

#if canImport(Glibc)
    import Glibc
#endif

@Suite struct ValidationTests {
    private static let setting = Validation.Setting(
        host: "example", machine: "An invented CPU, 2 cores", measuredAt: "2026-01-02T03:04:05Z", program: "0.0.0")

    /// Fitted to one model; one noisy row that is far off, one outside, one of the fit, one that does not fit, and rows
    /// at depth.
    private func example() throws -> Validation {
        let trained = [
            try Examples.run("Llama 3.2 1B", "Q8_0", .generation), try Examples.run("Llama 3.2 1B", "Q8_0", .prompt),
        ]
        let fit = try #require(
            ProfileFit(
                trained, prior: .uninformed, name: "this build", source: "a test", rates: Examples.rates(threads:)))
        let others = [
            try Examples.run("Llama 3.2 3B", "Q8_0", .generation, factor: 0.95),
            try Examples.run("Llama 3.2 3B", "Q8_0", .generation, threads: 1, factor: 0.5),
            try Examples.run("Llama 3.2 3B", "Q8_0", .generation, depth: 2048, factor: 1.05),
            try Examples.run("TinyLlama 1.1B", "Q4_K_M", .generation, factor: 0.3, spread: 0.2),
            try Examples.run("TinyLlama 1.1B", "Q8_0", .prompt, factor: 1.1),
            EngineRun(
                demand: try Examples.demand("Llama 2 70B", "Q8_0"), scenario: Scenario(), phase: .generation,
                threads: 2, measured: 0.1, spread: 0.01),
            EngineRun(
                demand: try Examples.demand("Llama 3.2 1B", "Q8_0"), scenario: Scenario(), phase: .generation,
                threads: 8, measured: 30, spread: 0.01),
        ]
        var matched = MatchedRuns(trained + others)
        matched.add(
            [try Examples.row("unknown.gguf")], engine: "gcc", ModelMatcher(try Catalog.builtIn()))
        return Validation(matched, profile: fit.profile, on: Validation.Machine(rates: Examples.rates(threads:)))
    }

    @Test func theSummaryLeavesOutWhatWasFittedAndWhatIsNoisy() throws {
        let validation = try example()
        let names = ["generation", "generation at depth 0", "generation at depth 2048", "prompt"]
        #expect(validation.summaries.map(\.name) == names)
        let generation = try #require(validation.summaries.first)
        #expect(generation.rows == 4)
        #expect(generation.noisy == 1)
        // The noisy row is off by more, and counts in the median and the share inside only.
        #expect(generation.worstRow == "Llama 3.2 3B Q8_0, generation, 1 thread")
        #expect((0.8...1.2).contains(try #require(generation.worst)))
        #expect(generation.inside == 0.5)
        #expect(generation.simpleMedian != nil)
        #expect(validation.rows.count { $0.isTrained } == 2)
        #expect(validation.rows.compactMap(\.reason) == ["does not fit", "no rates with 8 threads"])
    }

    @Test func enginesAreSummedUpApart() throws {
        let runs = [
            try Examples.run("Llama 3.2 3B", "Q8_0", .generation),
            try Examples.run("Llama 3.2 3B", "Q8_0", .generation, engine: "clang", factor: 1.3),
        ]
        let validation = Validation(
            MatchedRuns(runs), profile: .uninformed, on: Validation.Machine(rates: Examples.rates(threads:)))
        #expect(validation.summaries.map(\.name) == ["generation", "generation, gcc", "generation, clang"])
        #expect(validation.table.columns.first?.title == "Engine")
        let errors = validation.summaries.map { ($0.median * 100).rounded() }
        #expect(errors == [12, 0, 23])
    }

    @Test func namesFromOutsideActOnNothing() throws {
        let evil = "\u{1B}[31m<script>\u{202E}\n# forged"
        var matched = MatchedRuns()
        let quoted = "\"\\u001b[31m<script>\\u202e\\n# forged\""
        let row = try Examples.row("model.gguf", ["type_k": quoted, "model_filename": quoted])
        matched.add([row], engine: "gcc", ModelMatcher(try Catalog.builtIn()))
        #expect(matched.leftOut.count == 1)
        let validation = Validation(
            matched, profile: .uninformed, on: Validation.Machine(rates: Examples.rates(threads:)))
        let setting = Validation.Setting(host: evil, machine: evil, measuredAt: evil, program: evil)
        for text in [validation.markdown(setting), validation.terminalText] {
            #expect(!text.contains("\n# forged") && !text.contains("\u{1B}") && !text.contains("\u{202E}"), "\(text)")
        }
        #expect(!validation.markdown(setting).contains("<script>"))
    }

    @Test func withNothingToJudgeByItSaysSo() throws {
        let validation = Validation(
            MatchedRuns(), profile: .uninformed, on: Validation.Machine(rates: Examples.rates(threads:)))
        #expect(validation.markdown(Self.setting).contains("No row is left to judge by."))
        #expect(validation.terminalText.contains("No row is left to judge by."))
    }

    @Test func theDocumentIsTheGoldenOne() throws {
        try Golden.expect(try example().markdown(Self.setting), "validation/validation.md")
    }

    @Test func theRowsAreTheGoldenOnes() throws {
        try Golden.expect(try example().csv, "validation/validation.csv")
    }
}

enum Golden {
    /// To accept a changed text: PROBE_ACCEPT_GOLDEN=1 make test, then read the difference.
    static func expect(_ text: String, _ name: String, in folder: FilePath = Repository.fixture("")) throws {
        let golden = folder.appending(FilePath(name).components)
        if getenv("PROBE_ACCEPT_GOLDEN") != nil {
            let file = try FileDescriptor.open(
                golden, .writeOnly, options: [.create, .truncate], permissions: FilePermissions(rawValue: 0o644))
            try file.closeAfter { _ = try file.writeAll(text.utf8) }
        }
        let expected = try TextFile.read(golden)
        let difference = zip(text.split(separator: "\n"), expected.split(separator: "\n")).first { $0 != $1 }
        #expect(text == expected, "\(name), first difference: \(String(describing: difference))")
    }
}
