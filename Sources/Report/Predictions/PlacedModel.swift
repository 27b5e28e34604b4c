import Catalog
import Quantities
import TokenModel

/// What figures of predictions show of one model in one format.
struct PlacedModel {
    let demand: ModelDemand
    let fileSize: ByteCount
    /// Nil where it does not fit.
    let generation: Estimate<TokenRate>?
    /// Nil likewise, or where it was not predicted.
    let prompt: Estimate<TokenRate>?
    /// Tokens of the prompt that are processed together.
    let promptTokens: Int

    /// "Llama 3.1 8B Q4_K_M".
    var name: String { "\(demand.model.name) \(demand.format)" }
}

extension PlacedModel {
    /// By the fitted model.
    init?(_ forecast: Forecast) {
        guard let prediction = forecast.engine?.prediction else { return nil }
        self.init(
            demand: prediction.demand, fileSize: forecast.simple.fileSize, generation: prediction.generation,
            prompt: prediction.prompt, promptTokens: forecast.scenario.prompt)
    }

    /// By the simple model.
    init(_ prediction: SimplePrediction, _ demand: ModelDemand, promptTokens: Int) {
        self.init(
            demand: demand, fileSize: prediction.fileSize, generation: prediction.generationRate,
            prompt: prediction.promptRate, promptTokens: promptTokens)
    }
}

extension PlacedModel {
    /// A point of the roofline.
    struct Place {
        /// Operations for each byte of weights.
        let intensity: Double
        /// In 10⁹ operations a second.
        let speed: Estimate<Double>
    }

    var generationPlace: Place? {
        let work = demand.generationWork()
        return generation.map { Self.place(work, tokens: 1, $0) }
    }

    var promptPlace: Place? {
        let work = demand.promptWork(tokens: promptTokens)
        return prompt.map { Self.place(work, tokens: promptTokens, $0) }
    }

    private static func place(_ work: ModelDemand.Work, tokens: Int, _ rate: Estimate<TokenRate>) -> Place {
        Place(
            intensity: work.intensity,
            speed: rate.map { $0.value / Double(tokens) * work.operations / 1e9 })
    }
}
