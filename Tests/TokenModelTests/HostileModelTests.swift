import Catalog
import Quantities
import Testing
import TokenModel

/// A file's header may claim any number up to 2³².
@Suite struct HostileModelTests {
    private static let most = 1 << 32

    private let demand = ModelDemand(
        LanguageModel(
            name: "endless", architecture: "llama", layers: most, embedding: most, heads: most, kvHeads: most,
            headDimension: most, feedForward: most, vocabulary: most, experts: most, activeExperts: most,
            tiedEmbeddings: true, parameters: .max, activeParameters: .max, source: "a hostile header"),
        format: "Q8_0", fileSize: ByteCount(1 << 30), activeBytes: ByteCount(1 << 30), type: .q8_0)

    @Test func nothingOverflows() throws {
        let scenario = Scenario(prompt: 1 << 24, context: 1 << 24, batch: 1 << 16)
        let model = FittedModel(rates: try HandMade.rates(memory: ByteCount(gigabytes: 64)), profile: HandMade.profile)
        #expect(model.predict(demand, scenario).bound == .doesNotFit)
        #expect(model.useCases(demand)?.allSatisfy { $0.verdict == .nonViable } == true)
        let endless = try HandMade.model()
        _ = endless.predict(demand, scenario)
        _ = endless.localScore(demand)
        let card = GraphicsCard(bandwidth: Bandwidth(gigabytesPerSecond: 1), memory: ByteCount(1 << 60))
        _ = endless.predict(demand, scenario, with: card)
        #expect(OperationCount.matrixProducts.prompt(demand.model, length: 1 << 24) != nil)
        #expect(OperationCount.document.generation(demand.model, context: 0) != nil)
    }

    @Test func bytesBeyondCountingAreTheMost() {
        #expect(ByteCount(clamping: 1e30).bytes == 1 << 62)
        #expect(ByteCount(clamping: .nan).bytes == 1 << 62)
        #expect(ByteCount(clamping: -1).bytes == 0)
        #expect(ByteCount(clamping: 5.9).bytes == 5)
    }
}
