import Catalog
import EngineRuns
import Testing
import TokenModel

@Suite struct EvidenceTests {
    private func group(_ machine: String, _ level: String, _ compiler: String, factor: Double) throws -> Evidence.Group
    {
        let runs = try [("Llama 3.2 1B", "Q8_0"), ("TinyLlama 1.1B", "Q8_0"), ("Llama 3.2 1B", "Q4_K_M")].flatMap {
            model, format in
            try [1, 2].map { threads in
                try Examples.run(model, format, .generation, threads: threads, engine: compiler, factor: factor)
            } + [try Examples.run(model, format, .prompt, engine: compiler, factor: factor)]
        }
        return try #require(
            Evidence.Group(.init(machine: machine, level: level, compiler: compiler), runs: runs, rates: Examples.rates)
        )
    }

    /// Two machines do the same, a third twice as much: left out, it is predicted by what the others do.
    private func evidence() throws -> Evidence {
        Evidence([
            try group("a", "avx2", "gcc", factor: 0.8), try group("b", "avx2", "gcc", factor: 0.8),
            try group("c", "avx", "clang", factor: 1.6),
        ])
    }

    @Test func whatIsLeftOutIsNotFittedTo() throws {
        let evidence = try evidence()
        for left in [Evidence.LeavingOut.machine, .level, .compiler] {
            let own = evidence.predictions(left).filter { $0.place.machine == "c" }
            #expect(own.count == 9)
            #expect(own.allSatisfy { $0.error < -0.43 }, "\(left) saw the rows that it predicts")
        }
        let fitted = evidence.predictions(.nothing).filter { $0.place.machine == "c" }
        #expect(fitted.allSatisfy { $0.error > -0.43 })
    }

    @Test func machinesThatAgreeArePredictedWell() throws {
        let alike = Evidence([
            try group("a", "avx2", "gcc", factor: 0.8), try group("b", "avx2", "gcc", factor: 0.8),
            try group("c", "avx2", "clang", factor: 0.82),
        ])
        let summary = try #require(Evidence.Summary(alike.predictions(.machine)))
        #expect(summary.rows == 27)
        #expect(summary.median < 0.08)
        #expect(summary.inside > 0.9)
    }

    @Test func theDocumentHasEveryRowAndWhatWasLeftOut() throws {
        let text = try evidence().markdown
        for title in ["Each machine left out", "Each level left out", "Each compiler left out", "Nothing left out"] {
            #expect(text.contains("## \(title)"))
        }
        #expect(text.contains("| c       | avx   | clang    | TinyLlama 1.1B Q8_0, prompt, 2 threads"))
    }

    @Test func rowsWithoutRatesAreNoEvidence() {
        let place = Evidence.Place(machine: "a", level: "avx2", compiler: "gcc")
        #expect(Evidence.Group(place, runs: [], rates: Examples.rates) == nil)
    }
}
