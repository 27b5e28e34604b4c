import Catalog
import Quantities
import TokenModel

/// All that is told of one model, where threads and memory are in one place.
package struct Forecast: Sendable {
    package let simple: SimplePrediction
    package let scenario: Scenario
    /// What the engine will do, and what follows from it; nil where the result has no rates of inference.
    package let engine: Engine?
    /// Why its figures must not be relied on; nil where they may.
    var invalid: String?

    /// By the fitted model.
    package struct Engine: Sendable {
        package let prediction: Prediction
        /// Nil where prompts were not measured.
        package let useCases: [UseCaseForecast]?
        package let localScore: Estimate<Double>?
        /// With a graphics card; nil where none was named.
        package let card: CardForecast?
        /// Tokens per second for each 1000 units of a currency; nil where no price was named.
        package let perThousand: Estimate<Double>?
        /// The most there could be if the model were read from storage as it runs; nil of one that fits.
        package let paged: Estimate<TokenRate>?
        package let profile: String
    }
}

extension Forecast {
    /// What binds generation: by the fitted model where there is one.
    package var bound: String { engine.map { "\($0.prediction.bound)" } ?? simpleBound }

    /// What binds it by the simple model.
    package var simpleBound: String { simple.generation?.bound.rawValue ?? "does not fit" }

    /// What a reader should know of the figures.
    package var notes: [String] {
        let doubt = [invalid].compactMap(\.self)
        guard let engine else { return doubt + ["simple model only"] }
        let standIns = engine.prediction.substitutes.sorted { $0.key.name < $1.key.name }.map {
            "\($0.value.name) stands in for \($0.key.name)"
        }
        return doubt + standIns + (simple.isChecked ? [] : ["shape assumed"])
    }
}
