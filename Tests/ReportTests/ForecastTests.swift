import Catalog
import Quantities
import Records
import Report
import Tables
import Testing
import TokenModel

@Suite struct ForecastTests {
    private let result: RunResult
    private let engine: EngineBasis
    private let basis: PredictionBasis
    private let catalog: Catalog

    init() throws {
        result = try Examples.twoSocketServerWithInference()
        engine = try EngineBasis(result, profile: try EngineProfile.builtIn())
        basis = try PredictionBasis(result)
        catalog = try Catalog.builtIn()
    }

    private func forecasts(
        _ model: String, _ format: String = "Q4_K_M", engine: EngineBasis?,
        question: Forecaster.Question = .init(Scenario())
    ) throws -> [Forecast] {
        let model = try #require(catalog.models.first { $0.name == model })
        let weights = try #require(catalog.format(format))
        let demand = try #require(ModelDemand(model, weights))
        return Forecaster(basis, engine: engine, question: question).forecasts(.init(demand))
    }

    private static let required =
        "model,quantization,file_gb,context,batch,threads,pp_t_s,pp_low,pp_high,tg_t_s,tg_low,tg_high,ttft_s,"
        + "simple_tg_t_s,bound,placement,"

    @Test func columnsAreThoseThatWereAgreed() throws {
        let csv = ForecastRow.table(try forecasts("Llama 3.1 8B", engine: engine)).csv
        #expect(csv.hasPrefix(Self.required))
        let lines = csv.split(separator: "\n")
        #expect(lines.count == 1 + engine.placements.count)
    }

    @Test func aRowIsOfOnePlacementTheRecommendedFirst() throws {
        let all = try forecasts("Llama 3.1 8B", engine: engine)
        let names = all.compactMap { $0.engine?.prediction.placement.name }
        #expect(Set(names) == ["node 0", "node 1", "interleaved", "split"] && names.last == "split")
        for forecast in all {
            let rate = try #require(forecast.engine?.prediction.generation)
            #expect(rate.low < rate.median && rate.median < rate.high)
            // Engines are slower than reading alone allows.
            #expect(rate.median.value < 1.05 * (forecast.simple.rate?.value ?? 0))
        }
    }

    @Test func whatACalculatorWantsIsInJSON() throws {
        let row = ForecastRow(try forecasts("Llama 3.1 8B", engine: engine)[0]).json
        guard case .number(let rate)? = row["tg_t_s"] else { throw Missing() }
        #expect(rate > 1)
        #expect(row["batch"] == .integer(1) && row["gpu_tg_t_s"] == .null && row["tg_per_1000"] == .null)
    }

    private struct Missing: Error {}

    @Test func withoutRatesOfInferenceTheSimpleModelStandsAlone() throws {
        let alone = try forecasts("Llama 3.1 8B", engine: nil)
        let row = ForecastRow(alone[0]).json
        for name in ["pp_t_s", "tg_t_s", "tg_low", "ttft_s", "threads", "uc1", "localscore", "placement"] {
            #expect(row[name] == .null, "\(name)")
        }
        #expect(row["bound"] == .string("memory") && row["notes"] == .string("simple model only"))
        let reason = Failure(.badData, cannot: "x", because: "it has no rates", remedy: "Run `probe all`")
        let text = SimpleForecastText(alone, basis, question: .init(Scenario()), reason: reason).text
        #expect(text.hasPrefix("What an engine will do is not predicted: it has no rates. Run `probe all`."))
    }

    @Test func oldResultsTellWhatTheyLack() throws {
        #expect(throws: Failure.self) { try EngineBasis(try Examples.twoSocketServer(), profile: engine.profile) }
        do {
            _ = try EngineBasis(result, profile: engine.profile, threads: 33)
            Issue.record("33 threads were not measured")
        } catch let failure as Failure {
            #expect(failure.status == .usage && failure.cause.contains("32"))
        }
    }

    @Test func whatDoesNotFitIsBoundByStorage() throws {
        let forecast = try forecasts("DeepSeek-V3", engine: engine)[0]
        #expect(forecast.bound == "does not fit")
        #expect(forecast.engine?.prediction.generation == nil)
        #expect((forecast.engine?.paged?.median.value ?? 0) > 0)
        #expect(forecast.engine?.useCases?.allSatisfy { $0.verdict == .nonViable } == true)
    }

    @Test func aCardAndAPriceAreToldWhereTheyAreNamed() throws {
        let card = GraphicsCard(bandwidth: Bandwidth(gigabytesPerSecond: 900), memory: ByteCount(gigabytes: 24))
        let question = Forecaster.Question(Scenario(), card: card, price: Price(2000))
        let all = try forecasts("Llama 3.1 70B", engine: engine.with([engine.placements[0]]), question: question)
        let own = try #require(all.first?.engine)
        let card70 = try #require(own.card)
        #expect((30..<60).contains(card70.layers) && !card70.hasOutput)
        let (with, without) = (try #require(card70.generation), try #require(own.prediction.generation))
        #expect(with.median > without.median)
        #expect(abs((own.perThousand?.median ?? 0) - without.median.value / 2) < 1e-9)
        let text = ForecastText(all, engine, question: question, bandwidth: basis.bandwidth.median).text
        #expect(text.contains("\(card70.layers) of 80") && text.contains("Tokens/s for 1000"))
    }

    @Test func aPersonReadsWhatItRestsOn() throws {
        let all = try forecasts("Llama 3.1 8B", "IQ3_S", engine: engine)
        let text = ForecastText(all, engine, question: .init(Scenario()), bandwidth: basis.bandwidth.median).text
        #expect(text.contains(engine.profile.name) && text.contains("90 % intervals"))
        #expect(text.contains("IQ3_S by Q4_K"))
        #expect(text.contains("Node 0: `numactl --cpunodebind=0 --membind=0`"))
        #expect(text.contains("UC3: reasoning"))
        #expect(text.split(separator: "\n").contains { $0.contains("Bound by") && $0.contains("Placement") })
    }
}

@Suite struct FittedReportTests {
    private func markdown(_ result: RunResult) throws -> String {
        try HardwareReport(result, catalog: try Catalog.builtIn()).markdown
    }

    /// Of models and formats.
    private func rows(_ text: String) -> [Substring] {
        let formats = ["| Q4_K_M |", "| Q8_0   |", "| F16    |"]
        let lines = text.split(separator: "\n")
        // Other sections have tables of formats too.
        let section = lines.drop { !$0.hasPrefix("## Predicted") }.prefix { !$0.hasPrefix("### What they") }
        return section.filter { row in formats.contains { row.contains($0) } }
    }

    @Test func theReportPredictsAnEngineWhereInferenceWasMeasured() throws {
        let text = try markdown(try Examples.twoSocketServerWithInference())
        #expect(text.contains("What llama.cpp will do with 32 threads on all nodes with interleaved memory"))
        #expect(text.contains("Llama 3.1 8B"))
        #expect(text.contains("### What they are good for"))
        #expect(text.contains("with Llama 3.1 8B in Q4_K_M llama.cpp will generate"))
        #expect(!text.contains("by the *simple model*"))
        let count = rows(text).count
        #expect((20...40).contains(count), "a page that people can read: \(count)")
    }

    @Test func rowsAreSortedBySize() throws {
        let text = try markdown(try Examples.twoSocketServerWithInference())
        let sizes = rows(text).compactMap { row in
            row.split(separator: "|").first { $0.hasSuffix(" GB ") }.flatMap {
                Double($0.dropLast(4).filter { $0 != " " })
            }
        }
        #expect(sizes.count > 20 && sizes == sizes.sorted())
    }

    @Test func withoutInferenceItStaysWithTheSimpleModel() throws {
        let text = try markdown(try Examples.twoSocketServer())
        #expect(text.contains("by the *simple model*") && !text.contains("### What they are good for"))
    }
}
