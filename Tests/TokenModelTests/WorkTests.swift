import Catalog
import Testing
import TokenModel

/// Operations and bytes of a step, from which a roofline's places follow.
@Suite struct WorkTests {
    private func demand(_ model: String, _ format: String) throws -> ModelDemand {
        let catalog = try Catalog.builtIn()
        let model = try #require(catalog.models.first { $0.name == model })
        let weights = try #require(catalog.format(format))
        return try #require(ModelDemand(model, weights))
    }

    @Test func aTokenInF16IsOneOperationAByte() throws {
        let work = try demand("Llama 3.1 8B", "F16").generationWork()
        #expect((work.intensity - 1).magnitude < 0.01)
        // Two for each of the 7.5 × 10⁹ weights that are multiplied.
        #expect((work.operations / 1.5e10 - 1).magnitude < 0.01)
    }

    @Test func sequencesTogetherShareWhatIsRead() throws {
        let demand = try demand("Llama 3.1 8B", "Q8_0")
        let (one, eight) = (demand.generationWork(), demand.generationWork(batch: 8))
        #expect(eight.bytes == one.bytes && (eight.intensity / one.intensity - 8).magnitude < 1e-9)
    }

    @Test func aPromptGoesThroughTheOutputOnce() throws {
        let demand = try demand("Llama 3.1 8B", "F16")
        let (one, many) = (demand.promptWork(tokens: 1), demand.promptWork(tokens: 512))
        #expect(one == demand.generationWork())
        #expect(many.intensity > 400 && many.intensity < 512)
    }

    @Test func aMixtureReadsMoreOfItsExpertsForAPrompt() throws {
        let mixture = try demand("Qwen3 30B-A3B", "Q8_0"), dense = try demand("Llama 3.1 8B", "Q8_0")
        #expect(mixture.promptWork(tokens: 512).intensity < dense.promptWork(tokens: 512).intensity / 5)
        #expect((mixture.generationWork().intensity / dense.generationWork().intensity - 1).magnitude < 0.05)
    }
}
