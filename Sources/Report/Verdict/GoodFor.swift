import Quantities
import TokenModel

/// What the machine is good for: the largest models of the catalogue that it runs well enough, in Q4_K_M.
struct GoodFor {
    /// A model, and the use cases that it is good enough for.
    struct Choice {
        let forecast: Forecast
        let useCases: [UseCase]
    }

    /// Some use case at a person's pace.
    let interactive: Choice?
    /// Some use case within minutes, or better.
    let background: Choice?
    /// The largest that fits at all.
    let fitting: Forecast?

    init(_ context: ReportContext) {
        let own = context.forecasts.filter {
            $0.simple.format == SpeedReference.format && $0.engine?.prediction.generation != nil
        }.sorted { $0.simple.fileSize < $1.simple.fileSize }
        func largest(_ verdicts: [UseCase.Verdict]) -> Choice? {
            own.reversed().lazy.compactMap { forecast in
                let good = (forecast.engine?.useCases ?? []).filter { verdicts.contains($0.verdict) }.map(\.useCase)
                return good.isEmpty ? nil : Choice(forecast: forecast, useCases: good)
            }.first
        }
        interactive = largest([.interactive])
        background = largest([.interactive, .background])
        fitting = own.last
    }
}

extension GoodFor.Choice {
    /// "Qwen2.5 7B at 9.52 (7.02 – 12.9) token/s for explanation, short code (UC4)".
    var text: String {
        let rate = forecast.engine?.prediction.generation.map { " at \($0.map(\.value).rangeText) token/s" } ?? ""
        return "\(forecast.simple.model)\(rate) for \(uses)"
    }

    /// Of several the numbers alone, which are explained with the predictions.
    private var uses: String {
        switch useCases.count {
        case UseCase.allCases.count: "all of UC1 to UC4"
        case 1: "\(useCases[0].examples) (\(useCases[0].rawValue))"
        default: useCases.map(\.rawValue).listed
        }
    }
}
