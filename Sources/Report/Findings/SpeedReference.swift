import Catalog
import Quantities
import TokenModel

/// The model whose generation costs are told of: one that many know, else the largest that fits.
struct SpeedReference {
    /// "Llama 3.1 8B in Q4_K_M".
    let name: String
    let prediction: Prediction
    private let time: TokenTime
    private let overlap: Overlap

    static let model = "Llama 3.1 8B"
    static let format = "Q4_K_M"

    /// Nil where no model's generation is predicted.
    init?(_ context: ReportContext) {
        guard let engine = context.engine, let rates = engine.placements.first else { return nil }
        let fitting = context.forecasts.filter {
            $0.simple.format == Self.format && $0.engine?.prediction.generation != nil
        }
        let chosen =
            fitting.first { $0.simple.model == Self.model }
            ?? fitting.max { $0.simple.fileSize < $1.simple.fileSize }
        guard let prediction = chosen?.engine?.prediction else { return nil }
        let model = FittedModel(rates: rates, profile: engine.profile)
        guard let time = model.generationTime(prediction.demand, prediction.scenario), time.total > 0 else {
            return nil
        }
        name = "\(prediction.demand.model.name) in \(prediction.demand.format)"
        self.prediction = prediction
        self.time = time
        overlap = model.overlap
    }

    /// Tokens per second, as predicted.
    var rate: Double { 1 / time.total }

    /// Tokens per second if memory and cores were so many times as fast, by what each has of a token's time.
    func rate(reading: Double, computing: Double) -> Double {
        let now = overlap.time(time.streaming, time.multiplying)
        let then = overlap.time(time.streaming / reading, time.multiplying / computing)
        let matrices = now > 0 ? time.matrices * then / now : 0
        return 1 / (matrices + time.attention / reading + time.synchronization + time.other)
    }
}
