import Catalog
import Quantities
import Testing
import TokenModel

@Suite struct WhatIfTests {
    private let demand = HandMade.demand()

    private func card(_ gigabytes: Double) -> GraphicsCard {
        GraphicsCard(bandwidth: Bandwidth(gigabytesPerSecond: 100), memory: ByteCount(gigabytes: gigabytes))
    }

    /// Each layer has 80 MB, and takes 88 with a tenth more.
    @Test(arguments: [
        (0.0, 0, false, 0.1), (0.087, 0, false, 0.1), (0.45, 5, false, 0.064), (0.9, 10, false, 0.028),
        (1.09, 10, false, 0.028), (1.2, 10, true, 0.01),
    ])
    func layersThatFitRunOnTheCard(memory: Double, layers: Int, hasOutput: Bool, seconds: Double) throws {
        let forecast = try HandMade.model().predict(demand, Scenario(), with: card(memory))
        #expect(forecast.layers == layers)
        #expect(forecast.hasOutput == hasOutput)
        #expect(abs(1 / (forecast.generation?.median.value ?? 0) - seconds) < 1e-6)
    }

    @Test func theCardRelievesTheMemory() throws {
        let model = try HandMade.model(memory: ByteCount(gigabytes: 0.7))
        #expect(model.predict(demand).bound == .doesNotFit)
        #expect(model.predict(demand, Scenario(), with: card(0.1)).generation == nil)
        #expect(model.predict(demand, Scenario(), with: card(0.45)).generation != nil)
    }

    @Test func expertsThatATokenLeavesOutTakeMemoryButNoTime() throws {
        let mixture = HandMade.demand(experts: 8, active: 2)
        let forecast = try HandMade.model().predict(mixture, Scenario(), with: card(0.45))
        #expect(forecast.layers == 5)
        #expect(abs(1 / (forecast.generation?.median.value ?? 0) - (0.1e9 / 100e9 + 0.3e9 / 10e9)) < 1e-6)
    }

    @Test func theCacheGoesWithItsLayers() throws {
        // 400 B × 50000 tokens are 20 MB of each layer.
        let forecast = try HandMade.model().predict(
            HandMade.demand(hasCache: .yes), Scenario(context: 50_000), with: card(0.56))
        #expect(forecast.layers == 5)
        let cache = 0.1e9 * HandMade.demand(hasCache: .yes).model.attentionWeight
        #expect(abs(1 / (forecast.generation?.median.value ?? 0) - (0.5e9 / 100e9 + (0.6e9 + cache) / 10e9)) < 1e-6)
    }

    @Test func aPriceBuysTokens() {
        let rate = Estimate(exactly: TokenRate(value: 20))
        #expect(Price(4000)?.perThousand(rate).median == 5)
        #expect(Price(0) == nil && Price(-1) == nil && Price(.infinity) == nil && Price(.nan) == nil)
    }

    @Test func pagingInIsBoundByStorage() throws {
        let storage = Estimate(exactly: Bandwidth(gigabytesPerSecond: 2))
        #expect(abs((demand.pagedRate(storage: storage)?.median.value ?? 0) - 2) < 1e-5)
        let mixture = HandMade.demand(experts: 8, active: 2)
        #expect(abs((mixture.pagedRate(storage: storage)?.median.value ?? 0) - 5) < 1e-4)
    }
}

@Suite struct NGramTests {
    private func point(_ bytes: Int, _ nanoseconds: Double) -> NGramCompletion.Point {
        NGramCompletion.Point(workingSet: ByteCount(bytes), seconds: Estimate(exactly: nanoseconds * 1e-9))
    }

    @Test func lookUpsAreThreadsOverLatency() throws {
        let table = try #require(NGramCompletion(latencies: [point(1 << 20, 10), point(1 << 30, 100)]))
        #expect(abs(table.lookups(table: ByteCount(1 << 20), threads: 1).median.value / 1e8 - 1) < 1e-9)
        #expect(abs(table.lookups(table: ByteCount(1 << 30), threads: 8).median.value / 8e7 - 1) < 1e-9)
        #expect(abs(table.lookups(table: ByteCount(1 << 40), threads: 1).median.value / 1e7 - 1) < 1e-9)
        // Half way in the logarithms of both.
        #expect(abs(table.lookups(table: ByteCount(1 << 25), threads: 1).median.value / 1e7 - 10.0.squareRoot()) < 1e-6)
    }

    @Test func threadsCannotReadMoreThanMemoryGives() throws {
        let most = Estimate(exactly: Bandwidth(gigabytesPerSecond: 6.4))
        let table = try #require(NGramCompletion(latencies: [point(1 << 30, 100)], bandwidth: most))
        #expect(table.lookups(table: ByteCount(1 << 30), threads: 64).median.value == 1e8)
        #expect(NGramCompletion(latencies: []) == nil)
    }

    @Test func aLargerTableIsNeverFaster() throws {
        let table = try #require(NGramCompletion(latencies: [point(1 << 26, 160), point(1 << 27, 150)]))
        let sizes = [26, 27, 30].map { table.lookups(table: ByteCount(1 << $0), threads: 1).median.value }
        #expect(sizes.allSatisfy { abs($0 / 6.25e6 - 1) < 1e-9 })
    }
}

@Suite struct AssumedModelTests {
    @Test(arguments: ["Q4_K_M", "F16", "Q6_K"])
    func aNumberOfWeightsIsAModel(name: String) throws {
        let catalog = try Catalog.builtIn()
        let format = try #require(catalog.format(name))
        let demand = try #require(ModelDemand(parameters: 8e9, format, among: catalog.models))
        let like = try #require(catalog.models.first { $0.name == "Llama 3.1 8B" })
        let ratio = Double(demand.fileSize.bytes) / Double(like.fileSize(format).bytes)
        #expect(abs(ratio - 8 / 8.03) < 0.01)
        #expect(!demand.model.isChecked)
        let bySize = try #require(ModelDemand(fileSize: demand.fileSize, format, among: catalog.models))
        #expect(abs(bySize.model.parametersBillion - 8) < 0.5)
        #expect(bySize.fileSize.bytes - demand.fileSize.bytes < 1000)
    }

    @Test func noMixtureIsTakenForADenseModel() throws {
        let catalog = try Catalog.builtIn()
        let format = try #require(catalog.format("Q4_K_M"))
        for parameters in [1e6, 3e9, 47e9, 700e9, 1e15] {
            let demand = try #require(ModelDemand(parameters: parameters, format, among: catalog.models))
            #expect(demand.model.experts == 0)
            #expect(abs(demand.model.parametersBillion * 1e9 / parameters - 1) < 1e-6)
        }
    }
}
