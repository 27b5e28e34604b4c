import Catalog
import Quantities
import Testing
import TokenModel

@Suite struct FittedModelTests {
    @Test func aTokenTakesItsBytesAtTheEnginesRate() throws {
        // 1 GB in Q8_0 at 10 GB/s of the loop, of which the engine does 0.5; reading at 1000 GB/s costs nothing.
        let model = FittedModel(rates: .example(read: 1e12, cache: 10e9), profile: .plain(["generation.Q8_0": 0.5]))
        let time = try #require(model.generationTime(.example(gigabytes: 1), Scenario()))
        #expect(abs(time.matrices - 0.2) < 0.001)
        #expect(model.predict(.example(gigabytes: 1)).bound == .dequantization(cores: 2))
    }

    @Test func memoryBindsWhereItIsSlower() throws {
        let model = FittedModel(rates: .example(read: 5e9, cache: 1000e9), profile: .plain([:]))
        let prediction = model.predict(.example(gigabytes: 1))
        let generation = try #require(prediction.generation)
        #expect(abs(generation.median.value - 5) < 0.05)
        #expect(prediction.bound == .memory)
    }

    @Test func aSequenceMoreCostsItsDotProductsAndNoBytes() throws {
        let model = FittedModel(rates: .example(read: 5e9, cache: 1000e9, products: false), profile: .plain([:]))
        let demand = ModelDemand.example(gigabytes: 1)
        let one = try #require(model.generationTime(demand, Scenario(batch: 1)))
        let four = try #require(model.generationTime(demand, Scenario(batch: 4)))
        #expect(one.streaming == four.streaming)
        #expect(abs(four.multiplying - 4 * one.multiplying) < 1e-9)
        let rate = try #require(model.predict(demand, Scenario(batch: 4)).generation)
        #expect(rate.median.value > 3.5 * 5)
    }

    @Test func aDeepContextAddsItsKeysAndValues() throws {
        let model = FittedModel(rates: .example(read: 10e9, cache: 1000e9), profile: .plain([:]))
        let demand = ModelDemand.example(gigabytes: 1)
        let time = try #require(model.generationTime(demand, Scenario(context: 8192)))
        let cache = try #require(demand.model.kvCache(context: 8192))
        #expect(abs(time.attention - Double(cache.bytes) / 10e9) < 1e-9)
    }

    @Test func aPromptTakesItsOperationsAndLooksAtTheOutputOnce() throws {
        let model = FittedModel(rates: .example(read: 1e13, cache: 10e9), profile: .plain(["prompt.Q8_0": 0.25]))
        let demand = ModelDemand.example(gigabytes: 1)
        let time = try #require(model.promptTime(demand, Scenario(prompt: 512)))
        let weights = demand.matrices.filter { $0.use == .always }.map(\.weights).reduce(0, +)
        let output = demand.matrices.filter { $0.use == .output }.map(\.bytes).reduce(0, +)
        let expected = 2 * weights * 512 / (1e12 * 0.25) + output / 10e9
        #expect(abs(time.matrices / expected - 1) < 0.01)
    }

    @Test func whatDoesNotFitHasNoSpeed() {
        let model = FittedModel(
            rates: .example(read: 5e9, cache: 1e12, memory: ByteCount(gigabytes: 1)), profile: .plain([:]))
        let prediction = model.predict(.example(gigabytes: 1))
        #expect(prediction.bound == .doesNotFit)
        #expect(prediction.generation == nil && prediction.prompt == nil && prediction.firstToken == nil)
    }

    @Test func anUncertainProfileWidensTheInterval() throws {
        let rates = PlacementRates.example(read: 1e12, cache: 10e9)
        let narrow = FittedModel(rates: rates, profile: .plain([:], deviation: 0.01)).predict(.example(gigabytes: 1))
        let wide = FittedModel(rates: rates, profile: .plain([:], deviation: 0.3)).predict(.example(gigabytes: 1))
        let ratio = { (prediction: Prediction) in
            prediction.generation.map { $0.high.value / $0.low.value } ?? 0
        }
        // exp(2 × 1.645 × 0.3) is 2.68.
        #expect(ratio(narrow) < 1.2)
        #expect((2.4...2.9).contains(ratio(wide)))
    }

    @Test func aFormatWithoutAKernelTakesTheNearest() {
        let model = FittedModel(rates: .example(read: 1e12, cache: 10e9), profile: .plain([:]))
        let demand = ModelDemand.example(gigabytes: 1, type: .q8_1)
        #expect(model.substitutes(demand) == [.q8_1: .q8_0])
        #expect(model.predict(demand).generation != nil)
    }
}
