import Catalog
import Testing
import TokenModel

@Suite struct AttentionTests {
    private func model(heads: Int?, kvHeads: Int?, dimension: Int?) -> LanguageModel {
        LanguageModel(
            name: "a model", architecture: "llama", layers: 2, embedding: 1024, heads: heads, kvHeads: kvHeads,
            headDimension: dimension, feedForward: 1024, vocabulary: 1000, experts: 0, activeExperts: 0,
            tiedEmbeddings: true, parameters: 1, activeParameters: 1, source: "by hand")
    }

    /// The probe's own loop has four query heads to each head of 128 numbers.
    @Test(arguments: [
        (32, 8, 128, 1.0), (8, 8, 128, 0.25), (64, 8, 128, 2), (32, 8, 64, (64 + 48.0) / 64 / (176.0 / 128)),
    ])
    func itCostsByQueryHeadsAndByRows(heads: Int, kvHeads: Int, dimension: Int, weight: Double) {
        #expect(abs(model(heads: heads, kvHeads: kvHeads, dimension: dimension).attentionWeight - weight) < 1e-12)
    }

    @Test func whereHeadsAreNotToldItIsAsTheProbes() {
        #expect(model(heads: nil, kvHeads: nil, dimension: nil).attentionWeight == 1)
        #expect(model(heads: 8, kvHeads: 0, dimension: 64).attentionWeight == 1)
    }

    /// Of a prompt only the last token goes through the last layer's feed-forward part.
    @Test func theLastFeedForwardIsForTheLastTokenOfAPrompt() throws {
        let tensors = try #require(model(heads: 8, kvHeads: 8, dimension: 128).storedTensors(.q8_0))
        let demand = ModelDemand(model(heads: 8, kvHeads: 8, dimension: 128), format: "Q8_0", tensors: tensors)
        let (attention, feedForward, output) = (4 * 1024.0 * 1024, 3 * 1024.0 * 1024, 1024.0 * 1000)
        let prompt = 100 * (2 * attention + feedForward) + feedForward + output
        #expect(demand.promptWork(tokens: 100).operations == 2 * prompt)
        #expect(demand.generationWork().operations == 2 * (2 * attention + 2 * feedForward + output))
    }
}
