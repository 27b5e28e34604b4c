import Catalog
import EngineRuns
import ModelFiles
import Quantities
import Testing
import TokenModel

@Suite struct MatchingTests {
    private func matched(_ rows: [LlamaBenchRow], _ matcher: ModelMatcher) -> MatchedRuns {
        var matched = MatchedRuns()
        matched.add(rows, engine: "gcc", matcher)
        return matched
    }

    @Test(arguments: ["gcc", "clang"])
    func recordedRowsAreOfTheModelTheyNameByItsSize(build: String) throws {
        let matched = matched(try Examples.bench(build), ModelMatcher(try Catalog.builtIn()))
        #expect(matched.leftOut.isEmpty)
        #expect(matched.runs.count == 8)
        #expect(matched.runs.allSatisfy { $0.demand.model.name == "SmolLM2 135M" })
        #expect(Set(matched.runs.map(\.demand.format)) == ["Q4_K_M", "Q8_0"])
        #expect(matched.runs.count { $0.phase == .prompt && $0.scenario.prompt == 64 } == 4)
        // 16 tokens were generated.
        #expect(matched.runs.count { $0.phase == .generation && $0.scenario.context == 8 && $0.depth == 0 } == 4)
        #expect(Set(matched.runs.map(\.threads)) == [1, 2])
        #expect(Set(matched.runs.map(\.name)).count == 8)
    }

    @Test func aNamedFileComesBeforeTheCatalogue() throws {
        let given = try Examples.demand("Llama 3.2 1B", "Q8_0")
        let matcher = ModelMatcher(try Catalog.builtIn(), given: ["model.gguf": given])
        let runs = matched([try Examples.row("/elsewhere/model.gguf")], matcher).runs
        #expect(runs.map(\.demand) == [given])
        #expect(runs.first?.name == "Llama 3.2 1B Q8_0, generation, 2 threads")
        let here = ModelMatcher(try Catalog.builtIn(), found: ["/models/model.gguf": given])
        #expect(matched([try Examples.row("/models/model.gguf")], here).runs.map(\.demand) == [given])
        #expect(matched([try Examples.row("/other/model.gguf")], here).runs.isEmpty)
    }

    @Test func aFileThatHasChangedSinceIsNotBelieved() throws {
        let given = try Examples.demand("Llama 3.2 1B", "Q8_0")
        let matcher = ModelMatcher(try Catalog.builtIn(), given: ["model.gguf": given])
        let left = matched([try Examples.row("model.gguf", ["model_size": "800000000"])], matcher).leftOut
        #expect(left.map(\.name) == ["model.gguf, tg64, 2 threads"])
        #expect(left.first?.reason == "model.gguf has 1.31 GB of weights now, and had 0.800")
    }

    @Test func formatsOfOneSizeAreToldApartByTheirNames() throws {
        let size = try Examples.demand("Llama 3.2 1B", "BF16").fileSize.bytes
        let sizes = ["model_size": "\(size)", "model_n_params": "1235814432"]
        let matcher = ModelMatcher(try Catalog.builtIn())
        let named = try Examples.row("model.gguf", sizes.merging(["model_type": "\"llama 1B BF16\""]) { $1 })
        #expect(matched([named], matcher).runs.map(\.demand.format) == ["BF16"])
        let left = matched([try Examples.row("model.gguf", sizes)], matcher).leftOut
        #expect(left.first?.reason.contains("Llama 3.2 1B F16, Llama 3.2 1B BF16") == true)
    }

    @Test func aModelThatNobodyKnowsIsNamed() throws {
        let matcher = ModelMatcher(try Catalog.builtIn())
        let sizes = ["model_size": "123456789", "model_n_params": "100000000"]
        for changes in [sizes, [:]] {
            let left = matched([try Examples.row("model.gguf", changes)], matcher).leftOut
            #expect(left.count == 1)
            #expect(left.first?.reason.contains("--gguf") == true)
        }
    }

    @Test(arguments: [
        (["n_prompt": "512"], "model.gguf, pp512+tg64, 2 threads", "together"),
        (
            ["n_prompt": "512", "n_gen": "0", "n_depth": "2048"], "model.gguf, pp512 at depth 2048, 2 threads",
            "empty cache"
        ),
        (["type_v": "\"q8_0\""], "model.gguf, tg64, 2 threads", "q8_0"),
        (["backends": "\"CUDA\"", "n_gpu_layers": "99"], "model.gguf, tg64, 2 threads", "CUDA"),
    ])
    func rowsOfWhatIsNotPredictedAreNamed(changes: [String: String], name: String, reason: String) throws {
        let given = try Examples.demand("Llama 3.2 1B", "Q8_0")
        let matcher = ModelMatcher(try Catalog.builtIn(), given: ["model.gguf": given])
        let matched = matched([try Examples.row("model.gguf", changes)], matcher)
        #expect(matched.runs.isEmpty)
        #expect(matched.leftOut.map(\.name) == [name])
        #expect(matched.leftOut.first?.reason.contains(reason) == true)
    }

    @Test(arguments: [
        ["backends": "\"CUDA\"", "n_gpu_layers": "0"], ["backends": "\"CPU,BLAS\"", "n_gpu_layers": "-1"],
        ["model_filename": "\"C:\\\\models\\\\model.gguf\""],
    ])
    func rowsOfTheCPUAreKept(changes: [String: String]) throws {
        let matcher = ModelMatcher(
            try Catalog.builtIn(), given: ["model.gguf": try Examples.demand("Llama 3.2 1B", "Q8_0")])
        #expect(matched([try Examples.row("model.gguf", changes)], matcher).runs.count == 1)
    }

    @Test func theDepthIsInTheContextAndInTheName() throws {
        let given = try Examples.demand("Llama 3.2 1B", "Q8_0")
        let matcher = ModelMatcher(try Catalog.builtIn(), given: ["model.gguf": given])
        let run = try #require(matched([try Examples.row("model.gguf", ["n_depth": "2048"])], matcher).runs.first)
        #expect(run.scenario.context == 2080)
        #expect(run.name == "Llama 3.2 1B Q8_0, generation at depth 2048, 2 threads")
    }

    @Test func anotherEnginesRowsHaveANameOfTheirOwn() throws {
        let given = try Examples.demand("Llama 3.2 1B", "Q8_0")
        let matcher = ModelMatcher(try Catalog.builtIn(), given: ["model.gguf": given])
        let rows = [try Examples.row(), try Examples.row("model.gguf", ["mla_attn": "3", "repack": "false"])]
        #expect(matched(rows, matcher).runs.map(\.engine) == ["gcc", "gcc (ik_llama.cpp)"])
    }

    @Test func runsAreLeftOutForAReason() throws {
        var runs = MatchedRuns([
            try Examples.run("Llama 3.2 1B", "Q8_0", .generation), try Examples.run("Llama 3.2 1B", "Q8_0", .prompt),
        ])
        runs.leaveOut { $0.phase == .prompt ? "too fast" : nil }
        #expect(runs.runs.map(\.phase) == [.generation])
        #expect(runs.leftOut.map(\.name) == ["Llama 3.2 1B Q8_0, prompt, 2 threads"])
        #expect(runs.leftOut.map(\.reason) == ["too fast"])
    }
}
