import Catalog
import Quantities
import Records
import Tables
import TokenModel

/// What an engine will do with the catalogue's models: speeds by the fitted model, and what they are good for.
struct FittedSection: ReportSection {
    private let context: ReportContext
    private let engine: EngineBasis
    /// By size.
    private let forecasts: [Forecast]

    init(_ context: ReportContext, _ engine: EngineBasis) {
        self.context = context
        self.engine = engine
        forecasts = context.forecasts
    }

    /// What is told of, at the recommended placement.
    static func forecasts(_ context: ReportContext, _ engine: EngineBasis) -> [Forecast] {
        guard let read = context.readBandwidth else { return [] }
        let forecaster = Forecaster(
            PredictionBasis(context, read), engine: engine.with(Array(engine.placements.prefix(1))),
            question: .init(scenario))
        let formats = formats.compactMap(context.catalog.format)
        let subjects = context.catalog.models.filter { models.contains($0.name) }.flatMap { model in
            formats.compactMap { ModelDemand(model, $0).map { Forecaster.Subject($0) } }
        }.sorted { ($0.fileSize, $0.demand.model.name) < ($1.fileSize, $1.demand.model.name) }
        return subjects.flatMap(forecaster.forecasts)
    }

    /// The formats people choose between, small to large.
    private static let formats = ["Q4_K_M", "Q8_0", "F16"]
    /// From what fits a phone to what fills a server.
    static let models = [
        "Llama 3.2 1B", "Llama 3.2 3B", "Gemma 3 4B", "Qwen2.5 7B", "Llama 3.1 8B", "Qwen3 14B", "Gemma 3 27B",
        "Qwen3 30B-A3B", "Qwen3 32B", "Llama 3.1 70B", "gpt-oss-120b", "Qwen3 235B-A22B", "DeepSeek-V3",
    ]
    /// The one whose uses are told.
    private static let usualFormat = "Q4_K_M"

    var markdown: String {
        guard let rates = engine.placements.first else { return "" }
        let profile = "\(engine.profile.name) (\(engine.profile.source))".escapedForMarkdown
        let threads = TopologyDetails.count(rates.threads, "thread")
        return """
            ## Predicted speed of language models

            \(context.invalidPredictions)What llama.cpp will do with \(threads) on \(place(rates)), by the engine \
            profile *\(profile)*. \(doubt)\(leftOut) \
            Prompts of \
            \(Self.scenario.prompt) tokens into an empty cache; generation with an empty one. *Simple* is the simple \
            model's generation: \(bandwidth) of reading over the bytes of a token.

            \(speeds.markdown)
            \(notes)
            \(figures.map(context.link).joined())
            ### What they are good for

            \(uses)
            \(completion)
            """
    }

    /// What the intervals are, and how to narrow them.
    private var doubt: String {
        if let fitted = engine.profile.fittedHereText { return "\(fitted) In brackets 90 % intervals." }
        let remedy =
            context.ratedEngine.isEmpty
            ? "`make engine`, then `probe all`, narrows them to the engine here, and `probe calibrate` to yours."
            : "`probe calibrate` narrows them to yours."
        return "In brackets 90 % intervals: builds of an engine differ. \(remedy)"
    }

    private var leftOut: String { engine.profile.leftOutText.map { " " + $0 } ?? "" }

    /// Speed by size, and the roofline.
    var figures: [Figure] {
        let models = forecasts.compactMap(PlacedModel.init)
        let subtitle = "prediction and its 90 % interval, llama.cpp, empty cache"
        return [
            SpeedBySize(context, models, subtitle: subtitle)?.figure, Roofline(context, models)?.figure,
        ].compactMap(\.self)
    }

    private static let scenario = Scenario()

    private var bandwidth: String { context.readBandwidth.map { "\($0.bandwidth.median)" } ?? "" }

    /// "the whole machine (`--threads 2`)".
    private func place(_ rates: PlacementRates) -> String {
        let name =
            switch rates.placement {
            case .whole: "the whole machine"
            case .node(let id): "node \(id)"
            case .interleaved: "all nodes with interleaved memory"
            case .split: "all nodes, each with its own part of the weights"
            }
        return "\(name) (\(rates.placement.advice(threads: rates.threads)))"
    }

    // MARK: Speeds

    private func fits(_ forecast: Forecast) -> Bool { forecast.engine?.prediction.generation != nil }

    private var speeds: Table {
        let columns: [Table.Column] = [
            .init("Model"), .init("Format"), .init("File", .right), .init("Generation, tokens/s", .right),
            .init("Prompt, tokens/s", .right), .init("First token, s", .right), .init("Bound by"),
            .init("Simple", .right),
        ]
        let rows = forecasts.filter(fits).map { forecast -> [String] in
            let prediction = forecast.engine?.prediction
            return [
                forecast.simple.model, forecast.simple.format,
                "\(forecast.simple.fileSize.gigabytes.significant(3)) GB",
                prediction?.generation?.map(\.value).rangeText ?? "–",
                prediction?.prompt?.map(\.value).rangeText ?? "–", prediction?.firstToken?.rangeText ?? "–",
                forecast.bound, forecast.simple.rate?.value.significant(3) ?? "–",
            ]
        }
        return Table(columns, rows: rows)
    }

    private var notes: String {
        let standIns = Set(forecasts.filter(fits).flatMap(\.notes)).sorted()
        let names = forecasts.filter { $0.simple.format == Self.usualFormat && !fits($0) }.map { forecast in
            let paged = forecast.engine?.paged.map { " (\($0.median.value.significant(2)))" } ?? ""
            return forecast.simple.model + paged
        }
        let most = context.storageRate == nil ? "" : "; in brackets the most that storage would allow, in tokens/s"
        let unfit = names.isEmpty ? "" : " Not even in \(Self.usualFormat): \(names.listed)\(most)."
        let unmeasured = standIns.isEmpty ? "" : " " + standIns.joined(separator: "; ") + "."
        return "Only what fits into memory with its KV cache and a tenth to spare.\(unfit)\(unmeasured) "
            + "Other models, formats, contexts and placements: `probe predict`."
    }

    // MARK: Uses

    private var uses: String {
        let own = forecasts.filter { $0.simple.format == Self.usualFormat && fits($0) }
        guard own.contains(where: { $0.engine?.useCases != nil }) else {
            return "Not predicted: matrix × matrix, which prompts need, was not measured.\n"
        }
        let columns =
            [Table.Column("\(Self.usualFormat) of")] + UseCase.allCases.map { .init($0.rawValue) }
            + [.init("LocalScore", .right)]
        let rows = own.map { forecast in
            [forecast.simple.model]
                + UseCase.allCases.map { useCase in
                    forecast.engine?.useCases?.first { $0.useCase == useCase }?.verdictText ?? "–"
                } + [forecast.engine?.localScore?.rangeText ?? "–"]
        }
        let legend = UseCase.allCases.map {
            "\($0.rawValue) is \($0.examples): \($0.prompt) tokens and \($0.answer) generated"
        }
        return """
            \(legend.joined(separator: "; ")). *Interactive* processes the prompt in under 5 s and generates more than \
            10 tokens/s; *background* takes 300 s at most, *off-line* 8 hours. Two words are the ends of the interval. \
            LocalScore is estimated.

            \(Table(columns, rows: rows).markdown)
            """
    }

    /// What a table of n-grams would do instead of a model; empty where latency was not measured.
    private var completion: String {
        guard let rates = engine.placements.first, let loads = context.completion() else { return "" }
        let texts = [ByteCount(1 << 26), ByteCount(1 << 30)].map { size in
            let rate = loads.table.lookups(table: size, threads: rates.threads)
            return "\((rate.median.value / 1e6).significant(2)) million a second in a table of \(size)"
        }
        return "For comparison, completion by a table of n-grams is one look-up for each token, bound by latency: "
            + "\(texts.listed) (\(TopologyDetails.count(rates.threads, "thread")), "
            + "\(loads.pages.escapedForMarkdown) pages).\n"
    }
}

extension ReportContext {
    /// Look-ups by the latency of loads from the nearest memory, in the pages that were measured first; nil where it
    /// was not measured.
    fileprivate func completion() -> (table: NGramCompletion, pages: String)? {
        let cells = latencies.filter { ($0.kind == .curve || $0.kind == .level) && $0.summary != nil }
        guard let first = cells.first else { return nil }
        let points = cells.filter { $0.pages == first.pages }.compactMap { cell -> NGramCompletion.Point? in
            guard let size = cell.workingSet, size > 0, let summary = cell.summary else { return nil }
            return .init(workingSet: ByteCount(size), seconds: Estimate(summary).map { $0 * 1e-9 })
        }
        return NGramCompletion(latencies: points, bandwidth: readBandwidth?.bandwidth).map {
            ($0, first.pageSize.isEmpty ? first.pages : first.pageSize)
        }
    }
}
