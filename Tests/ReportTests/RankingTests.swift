import Catalog
import Records
import Report
import Tables
import Testing
import TokenModel

@Suite struct RankingTests {
    private let models: [ModelDemand]
    private let fast: RunResult

    init() throws {
        let catalog = try Catalog.builtIn()
        let format = try #require(catalog.format("Q4_K_M"))
        models = ["Llama 3.1 8B", "DeepSeek-V3"].compactMap { name in
            catalog.models.first { $0.name == name }.flatMap { ModelDemand($0, format) }
        }
        fast = try Examples.twoSocketServerWithInference()
    }

    private func slow() throws -> RunResult {
        var slow = try ["bandwidth", "inference"].reduce(fast) { result, probe in
            try Examples.changed(result, probe) { Examples.scaled($0, 0.5) }
        }
        slow.host = "slow"
        return slow
    }

    /// Without rates of inference.
    private func bounded() throws -> RunResult {
        var bounded = try Examples.twoSocketServer()
        bounded.host = "bounded"
        return bounded
    }

    private func ranking(prices: [Double] = []) throws -> MachineRanking {
        let runs = [
            try ComparedRun(try bounded(), name: "c"), try ComparedRun(try slow(), name: "a"),
            try ComparedRun(fast, name: "b"),
        ]
        return try MachineRanking(runs, prices: prices.compactMap { Price($0) }, models: models)
    }

    private func rate(_ entry: MachineRanking.Entry) -> Double? {
        if case .predicted(let rate) = entry.generation[0] { rate.median } else { nil }
    }

    @Test func theFastestIsFirstAndWhatIsOnlyBoundedLast() throws {
        let ranking = try ranking()
        #expect(ranking.entries.map(\.run.name) == ["b", "a", "c"])
        let rates = ranking.entries.compactMap(rate)
        #expect(rates.count == 2 && rates[0] > 1.5 * rates[1])
        #expect(ranking.entries.map { $0.generation[1] } == [.doesNotFit, .doesNotFit, .doesNotFit])
        guard case .below(let bound) = ranking.entries[2].generation[0] else {
            Issue.record("a result without inference is bounded by the simple model")
            return
        }
        #expect(bound > rates[0])
    }

    @Test func ratesAreOfTheWholeMachine() throws {
        let entry = try #require(try ranking().entries.first)
        #expect(abs((entry.read?.median ?? 0) - 380.57) < 0.1)
        #expect(abs((entry.triad?.median ?? 0) - 360.54) < 0.1)
        #expect(abs((entry.latency?.median ?? 0) - 110.165) < 0.1)
        #expect((entry.fp32?.median ?? 0) > 1000)
    }

    @Test func aPriceIsOfItsFileWhateverTheRank() throws {
        let ranking = try ranking(prices: [100, 2000, 4000])
        #expect(ranking.entries.map { $0.price?.units } == [4000, 2000, 100])
        let first = try #require(ranking.entries.first)
        let own = try #require(rate(first))
        #expect(abs((first.perThousand(0)?.median ?? 0) - own / 4) < 1e-9)
        #expect(first.perThousand(1) == nil && ranking.entries[2].perThousand(0) == nil)
        #expect(ranking.page.terminalText.contains("for each 1000 of the price"))
        #expect(try !self.ranking().page.terminalText.contains("price"))
    }

    @Test func tableAndJSONHaveEveryMachineAndModel() throws {
        let ranking = try ranking()
        #expect(ranking.table.rows.count == 6)
        #expect(ranking.table.rows.allSatisfy { $0.count == ranking.table.columns.count })
        guard case .array(let machines)? = ranking.json["machines"] else {
            Issue.record("there are machines")
            return
        }
        #expect(machines.count == 3 && machines[2]["rank"] == .integer(3))
        #expect(ranking.page.markdown.hasPrefix("# 3 machines"))
    }
}
