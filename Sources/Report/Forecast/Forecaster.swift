import Catalog
import Quantities
import TokenModel

/// Predicts models by both models.
package struct Forecaster: Sendable {
    private let basis: PredictionBasis
    /// Nil where the result has no rates of inference.
    private let engine: EngineBasis?
    private let question: Question

    package init(_ basis: PredictionBasis, engine: EngineBasis?, question: Question) {
        self.basis = basis
        self.engine = engine
        self.question = question
    }

    /// What is asked of every model.
    package struct Question: Sendable {
        package let scenario: Scenario
        /// Nil for none.
        package let card: GraphicsCard?
        package let price: Price?

        package init(_ scenario: Scenario, card: GraphicsCard? = nil, price: Price? = nil) {
            self.scenario = scenario
            self.card = card
            self.price = price
        }
    }

    /// A model to predict.
    package struct Subject: Sendable {
        package let demand: ModelDemand
        /// The file with its header, where there is one.
        package let fileSize: ByteCount

        package init(_ demand: ModelDemand, fileSize: ByteCount? = nil) {
            self.demand = demand
            self.fileSize = fileSize ?? demand.fileSize
        }
    }

    /// One forecast for each placement that was measured; without rates of inference the simple model's alone.
    package func forecasts(_ subject: Subject) -> [Forecast] {
        let (simple, invalid) = (simple(subject), basis.invalid)
        guard let engine else {
            return [Forecast(simple: simple, scenario: question.scenario, engine: nil, invalid: invalid)]
        }
        return engine.placements.map { rates in
            Forecast(
                simple: simple, scenario: question.scenario,
                engine: predict(subject.demand, FittedModel(rates: rates, profile: engine.profile)), invalid: invalid)
        }
    }

    private func simple(_ subject: Subject) -> SimplePrediction {
        let demand = subject.demand
        return SimplePrediction(
            demand.model, format: demand.format, fileSize: subject.fileSize, bytesPerToken: demand.bytesPerToken,
            bandwidth: basis.bandwidth, memory: basis.memory, compute: basis.compute(prompt: question.scenario.prompt))
    }

    private func predict(_ demand: ModelDemand, _ model: FittedModel) -> Forecast.Engine {
        let prediction = model.predict(demand, question.scenario)
        let paged =
            prediction.bound == .doesNotFit ? engine?.storage.flatMap { demand.pagedRate(storage: $0) } : nil
        return Forecast.Engine(
            prediction: prediction, useCases: model.useCases(demand), localScore: model.localScore(demand),
            card: question.card.map { model.predict(demand, question.scenario, with: $0) },
            perThousand: prediction.generation.flatMap { rate in question.price.map { $0.perThousand(rate) } },
            paged: paged, profile: model.profile.name)
    }
}
