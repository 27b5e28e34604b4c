import Catalog
import Quantities

/// What an engine will do with a model on a machine, with 90 % intervals.
package struct Prediction: Hashable, Sendable {
    package let demand: ModelDemand
    package let scenario: Scenario
    package let placement: Placement
    package let threads: Int
    /// Tokens of all sequences together; nil where the model does not fit, or nothing was measured.
    package let generation: Estimate<TokenRate>?
    /// Processing the prompt; nil likewise, or where no matrix product was measured.
    package let prompt: Estimate<TokenRate>?
    /// Seconds until the first token: the prompt's time and one step at its context.
    package let firstToken: Estimate<Double>?
    package let bound: Bound
    /// Formats that were not measured, each with the one whose kernel stands in.
    package let substitutes: [TensorType: TensorType]
    /// How near it is to what the profile was fitted on.
    package let nearness: Nearness
    /// Of the memory that the placement offers.
    package let memoryNeeded: ByteCount

    /// What takes most of a step's time.
    package enum Bound: Hashable, Sendable {
        case memory
        /// Unpacking and multiplying weights, on so many cores.
        case dequantization(cores: Int)
        /// Multiplying plain numbers, likewise.
        case multiplication(cores: Int)
        case attention
        case synchronization
        /// What an engine does beyond products and attention.
        case overhead
        case doesNotFit
        case notMeasured
    }
}

extension Prediction.Bound: CustomStringConvertible {
    package var description: String {
        switch self {
        case .memory: "memory"
        case .dequantization(let cores): "dequantization on \(Self.cores(cores))"
        case .multiplication(let cores): "multiplication on \(Self.cores(cores))"
        case .attention: "attention"
        case .synchronization: "synchronization"
        case .overhead: "the engine's overhead"
        case .doesNotFit: "does not fit"
        case .notMeasured: "not measured"
        }
    }

    private static func cores(_ count: Int) -> String { count == 1 ? "1 core" : "\(count) cores" }
}
