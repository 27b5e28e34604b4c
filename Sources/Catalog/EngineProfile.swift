import CCatalogData
import FoundationEssentials
import Statistics

/// How an inference engine relates to the probe's loops of the same shapes: it turns what a machine can do into what
/// the engine will do. Every parameter is a natural logarithm, and uncertain.
package struct EngineProfile: Codable, Hashable, Sendable {
    /// "llama.cpp, two builds"; shown beside predictions.
    package let name: String
    /// What it was fitted on.
    package let source: String
    /// Names of the parameters, in the order of the belief's: see `Parameter`.
    package let parameters: [String]
    package let belief: Belief
    /// The scatter of single figures about the fit, as a standard deviation of logarithms.
    package let noise: Double
    /// The median error of each model predicted by a fit to the others, as a share; nil of a single model.
    package let leaveOneOutError: Double?
    /// The rows it was fitted on: "Llama 3.2 1B Q4_K_M, generation, 2 threads".
    package let trainedOn: [String]
    /// What tells how near a prediction is to what it was fitted on; nil of a profile of before there was any.
    package let footing: Footing?
    /// How well such profiles predicted machines that they were not fitted on; nil where that was not tried.
    package let leftOut: LeftOut?

    package init(
        name: String, source: String, parameters: [String], belief: Belief, noise: Double,
        leaveOneOutError: Double? = nil, trainedOn: [String] = [], footing: Footing? = nil, leftOut: LeftOut? = nil
    ) {
        self.name = name
        self.source = source
        self.parameters = parameters
        self.belief = belief
        self.noise = noise
        self.leaveOneOutError = leaveOneOutError
        self.trainedOn = trainedOn
        self.footing = footing
        self.leftOut = leftOut
    }

    /// Predictions of each machine by a fit to the others.
    package struct LeftOut: Codable, Hashable, Sendable {
        package let machines: Int
        package let generation: Accuracy
        package let prompt: Accuracy

        package init(machines: Int, generation: Accuracy, prompt: Accuracy) {
            self.machines = machines
            self.generation = generation
            self.prompt = prompt
        }
    }

    /// Errors as shares, and the share of measured figures inside the 90 % interval.
    package struct Accuracy: Codable, Hashable, Sendable {
        package let rows: Int
        package let median: Double
        package let worst: Double
        package let inside: Double

        package init(rows: Int, median: Double, worst: Double, inside: Double) {
            self.rows = rows
            self.median = median
            self.worst = worst
            self.inside = inside
        }
    }

    /// The machines and loops that rows were of.
    package struct Footing: Codable, Hashable, Sendable {
        /// Kinds of core: "AuthenticAMD 25/17".
        package var cores: [String]
        /// Names of the parameters of the loops' shapes: "generation.row.maddubs.256".
        package var shapes: [String]
        /// Whether it was fitted on the machine that is predicted.
        package var isOfThisMachine: Bool

        package init(cores: [String], shapes: [String], isOfThisMachine: Bool = false) {
            self.cores = cores
            self.shapes = shapes
            self.isOfThisMachine = isOfThisMachine
        }
    }
}

extension EngineProfile {
    /// The profile that comes with the program: of machines and builds in general, those that were measured among them.
    /// - Throws: `DecodingError` where the data file is wrong, which the tests rule out.
    package static func builtIn() throws -> EngineProfile {
        try JSONDecoder().decode(EngineProfile.self, from: Data(ccd_profile()))
    }

    /// What the parameters stand for.
    package enum Parameter: Hashable, Sendable {
        /// The engine's rate of matrix × vector, of a format, over that of the probe's loop of the same shape with
        /// weights in cache.
        case generation(TensorType)
        /// The engine's rate of matrix × matrix likewise.
        case prompt(TensorType)
        /// What all formats that go through a loop of one shape have in common: factors of both.
        case generationShape(LoopShape)
        case promptShape(LoopShape)
        /// What mixing experts leaves of the prompt's rate.
        case expertPrompt
        /// The engine's rate of attention for one token over the probe's; the same of a prompt over the FP32 products.
        case attention
        case promptAttention
        /// Seconds that a layer takes beyond its products for each token, and those that a token takes beyond them.
        case layer
        case token
        /// Seconds that each token of a prompt takes in each layer for each 1000 numbers of its width, on one thread.
        case promptElement
        /// Barriers of a layer.
        case barriers

        package var name: String {
            switch self {
            case .generation(let type): "generation.\(type.name)"
            case .prompt(let type): "prompt.\(type.name)"
            case .generationShape(let shape): "generation.\(shape.name)"
            case .promptShape(let shape): "prompt.\(shape.name)"
            default: "\(self)"
            }
        }

        /// Formats of weights that have parameters of their own; the others take those of the nearest.
        private static let weightTypes: [TensorType] = [
            .f32, .f16, .bf16, .q4_0, .q4_1, .q5_0, .q5_1, .q8_0, .q2_k, .q3_k, .q4_k, .q5_k, .q6_k, .iq4_nl, .iq4_xs,
            .mxfp4,
        ]

        /// All there are.
        package static let all: [Parameter] =
            weightTypes.map { .generation($0) } + weightTypes.map { .prompt($0) }
            + LoopShape.ofGeneration.map { .generationShape($0) } + LoopShape.ofPrompts.map { .promptShape($0) }
            + [.expertPrompt, .attention, .promptAttention, .layer, .token, .promptElement, .barriers]

        /// Whether it is of a loop's shape.
        package var isOfShape: Bool {
            switch self {
            case .generationShape, .promptShape: true
            default: false
            }
        }

        private static let named = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

        /// The parameter of a name; nil where a later version knows more.
        package init?(_ name: String) {
            guard let parameter = Self.named[name] else { return nil }
            self = parameter
        }
    }
}
