import Catalog
import Quantities
import Tables
import TokenModel

/// Forecasts as a person reads them at a terminal.
package struct ForecastText {
    private let forecasts: [Forecast]
    private let engine: EngineBasis
    private let question: Forecaster.Question
    private let bandwidth: Bandwidth

    /// - Parameter bandwidth: of the simple model.
    package init(
        _ forecasts: [Forecast], _ engine: EngineBasis, question: Forecaster.Question, bandwidth: Bandwidth
    ) {
        self.forecasts = forecasts
        self.engine = engine
        self.question = question
        self.bandwidth = bandwidth
    }

    package var text: String {
        [heading + "\n", speeds.terminalText, uses + "\n", closing].joined(separator: "\n") + "\n"
    }

    private var heading: String {
        let scenario = question.scenario
        let together = scenario.batch == 1 ? "" : ", \(scenario.batch) sequences together"
        return """
            What llama.cpp will do, by the profile "\(engine.profile.name.printable)" \
            (\(engine.profile.source.printable)); in brackets 90 % intervals. Prompts of \(scenario.prompt) tokens \
            into an empty cache; generation with \(scenario.context) tokens in the cache\(together). Simple: \
            \(bandwidth) of reading over the bytes of a token. Evidence: whether the profile was fitted on this \
            machine, on one with the same core, on others whose engines take the same paths, or on none of \
            these.\(leftOut)
            """
    }

    private var leftOut: String {
        [engine.profile.fittedHereText, engine.profile.leftOutText].compactMap { $0.map { " " + $0 } }.joined()
    }

    private var hasSeveralPlaces: Bool { Set(forecasts.map { $0.engine?.prediction.placement }).count > 1 }

    private var speeds: Table {
        let columns: [Table.Column] =
            [.init("Model"), .init("Format"), .init("File", .right)]
            + (hasSeveralPlaces ? [.init("Placement")] : [])
            + [
                .init("Tokens/s", .right), .init("Prompt, tokens/s", .right), .init("First token", .right),
                .init("Bound by"), .init("Evidence"), .init("Simple", .right),
            ]
        return Table(columns, rows: forecasts.map(speedRow))
    }

    private func speedRow(_ forecast: Forecast) -> [String] {
        let (simple, prediction) = (forecast.simple, forecast.engine?.prediction)
        let model = [
            simple.model.printable + (simple.isChecked ? "" : " (shape assumed)"), simple.format.printable,
            "\(simple.fileSize.gigabytes.significant(3)) GB",
        ]
        let place = hasSeveralPlaces ? [prediction?.placement.name ?? ""] : []
        let speeds = [
            prediction?.generation?.map(\.value).rangeText ?? "–", prediction?.prompt?.map(\.value).rangeText ?? "–",
            prediction?.firstToken.map { "\($0.rangeText) s" } ?? "–",
        ]
        let rest = [
            forecast.bound, prediction?.nearness.rawValue ?? "–", simple.rate?.value.significant(3) ?? "–",
        ]
        return model + place + speeds + rest
    }

    /// More rows than that are a catalogue, of which one would not read what each is good for.
    private static let mostRowsWithUses = 24

    private var uses: String {
        guard forecasts.count <= Self.mostRowsWithUses else {
            return "What each is good for (use cases, LocalScore): name a --model, or take --format csv."
        }
        let legend = UseCase.allCases.map {
            "\($0.rawValue): \($0.examples) (\($0.prompt) tokens, \($0.answer) generated)"
        }
        return usesTable.terminalText + "\n" + legend.joined(separator: "\n")
    }

    private var usesTable: Table {
        let columns: [Table.Column] =
            [.init("Model"), .init("Format")] + (hasSeveralPlaces ? [.init("Placement")] : [])
            + UseCase.allCases.map { .init($0.rawValue) } + [.init("LocalScore", .right)]
            + (question.price == nil ? [] : [.init("Tokens/s for 1000", .right)])
            + (question.card == nil ? [] : [.init("With the card", .right), .init("Layers on it", .right)])
        return Table(columns, rows: forecasts.map(useRow))
    }

    private func useRow(_ forecast: Forecast) -> [String] {
        let engine = forecast.engine
        let verdicts = UseCase.allCases.map { useCase in
            engine?.useCases?.first { $0.useCase == useCase }?.verdictText ?? "–"
        }
        let card = engine?.card
        return [forecast.simple.model.printable, forecast.simple.format.printable]
            + (hasSeveralPlaces ? [engine?.prediction.placement.name ?? ""] : [])
            + verdicts + [engine?.localScore?.rangeText ?? "–"]
            + (question.price == nil ? [] : [engine?.perThousand?.rangeText ?? "–"])
            + (question.card == nil
                ? []
                : [
                    card?.generation?.map(\.value).rangeText ?? "–",
                    card.map { "\($0.layers) of \($0.allLayers)\($0.hasOutput ? " and the output" : "")" } ?? "–",
                ])
    }

    private var closing: String {
        let used = forecasts.compactMap { $0.engine?.prediction.placement }
        let places = engine.placements.filter { used.contains($0.placement) }.map { rates in
            "\(rates.placement.name.capitalizedFirst): \(rates.placement.advice(threads: rates.threads))."
        }
        return (places + standIns + paged + fitting).joined(separator: "\n")
    }

    /// How to have them of one's own engine; nothing where they are.
    private var fitting: [String] {
        engine.profile.fittedHereText == nil
            ? ["Fitted to the engine there: `make engine` and `probe all` on that machine, or `probe calibrate`."] : []
    }

    private var standIns: [String] {
        let all = forecasts.reduce(into: [String: String]()) { all, forecast in
            for (type, other) in forecast.engine?.prediction.substitutes ?? [:] { all[type.name] = other.name }
        }
        guard !all.isEmpty else { return [] }
        let text = all.sorted { $0.key < $1.key }.map { "\($0.key) by \($0.value)" }.joined(separator: ", ")
        return ["Formats that were not measured are predicted from the nearest that was: \(text)."]
    }

    private var paged: [String] {
        let those = forecasts.filter { $0.engine?.paged != nil }
        guard let most = those.compactMap({ $0.engine?.paged?.median.value }).max() else { return [] }
        return [
            "What does not fit and were read from storage as it runs would give at most "
                + "\(most.significant(2)) token/s\(those.count > 1 ? " (the best of \(those.count))" : "")."
        ]
    }
}

extension Estimate<Double> {
    /// "17.8 (14.1 – 22.5)"; the figure alone where it has no interval.
    var rangeText: String {
        guard low < high else { return median.significant(3) }
        return "\(median.significant(3)) (\(low.significant(3)) – \(high.significant(3)))"
    }
}

extension UseCaseForecast {
    /// "interactive", or "interactive – background" where the intervals allow both.
    var verdictText: String {
        let (best, worst) = range
        return best == worst ? best.rawValue : "\(best.rawValue) – \(worst.rawValue)"
    }
}

extension String {
    fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
