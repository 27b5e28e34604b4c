import Catalog
import Quantities
import Records
import Statistics
import Tables
import TokenModel

/// Generation speed of the catalogue's models by the simple model, and their prompts.
struct PredictionSection: ReportSection {
    let context: ReportContext

    /// The formats people choose between, small to large.
    private static let formats = ["Q4_K_M", "Q5_K_M", "Q8_0", "F16"]

    var markdown: String {
        guard let summary = context.readBandwidth else {
            return "## Predicted speed of language models\n\nNot predicted: there is no measured read bandwidth.\n"
        }
        let low = ((1 - summary.low / summary.median) * 100).fixed(0)
        let high = ((summary.high / summary.median - 1) * 100).fixed(0)
        let hasInterval = summary.summary.count > 1 || summary.isWidened
        let doubt =
            hasInterval ? "Each figure has that interval: −\(low) % to +\(high) %." : "No figure has an interval."
        return """
            ## Predicted speed of language models

            \(context.invalidPredictions)Tokens per second of generation by the *simple model*: the median read \
            bandwidth of the whole machine \
            (\(summary.median.significant(3)) GB/s; \(summary.intervalText)) over the bytes read for each token. \
            \(doubt) **Engines are slower.** The dequantizing arithmetic, synchronization and the KV cache cost time \
            that this model leaves out: published runs reach 40 to 97 % of it. Sizes are computed tensor by tensor \
            by llama.cpp's rules where it has rules and the model's tensors are known, else from the format's average \
            bits for a weight; a file's tokenizer adds some megabytes.

            \(table(summary).markdown)
            \(binding)"–" does not fit into memory with a tenth to spare\(unfit). A mixture of experts (MoE) reads \
            only its active experts for each token. † The model's shape is assumed: nobody has checked it against a \
            document. All formats: `probe predict RESULT.json`.
            \(figures.map(context.link).joined())
            \(PromptSection(context: context).markdown)
            """
    }

    /// Speed by size, and the roofline.
    var figures: [Figure] {
        let placed = Self.figureFormats.flatMap { name -> [PlacedModel] in
            guard let format = context.catalog.format(name) else { return [] }
            return models.filter { FittedSection.models.contains($0.name) }.compactMap { model in
                guard let prediction = predict(model, name), let demand = ModelDemand(model, format) else { return nil }
                return PlacedModel(prediction, demand, promptTokens: PredictionBasis.usualPrompt)
            }
        }
        let subtitle = "by the simple model: engines are slower; the interval is that of the read rate"
        return [
            SpeedBySize(context, placed, subtitle: subtitle)?.figure, Roofline(context, placed)?.figure,
        ].compactMap(\.self)
    }

    /// As in the figures of the fitted model.
    private static let figureFormats = ["Q4_K_M", "Q8_0", "F16"]

    /// Which of the two bounds the figures are.
    private var binding: String {
        guard context.computeBound != nil else { return "" }
        let all = predictions.compactMap(\.generation)
        let doubt = context.measuredPeak.map { $0.together.doubtText } ?? ""
        let interval = doubt.isEmpty ? "" : "; its interval is the peak's,\(doubt)"
        switch all.count(where: { $0.bound == .compute }) {
        case 0: return "Memory, not compute, binds every figure. "
        case all.count: return "‡ Compute, not memory, binds this figure, as all\(interval). "
        default: return "‡ Compute binds this figure\(interval). Memory binds the others. "
        }
    }

    /// Models that fit in none of the formats.
    private var unfit: String {
        let names = models.filter { !fits($0) }.map(\.name)
        return names.isEmpty ? "" : "; in none of these formats do: \(names.joined(separator: ", "))"
    }

    private var models: [LanguageModel] {
        context.catalog.models.sorted { ($0.parametersBillion, $0.name) < ($1.parametersBillion, $1.name) }
    }

    private var predictions: [SimplePrediction] {
        models.flatMap { model in Self.formats.compactMap { predict(model, $0) } }
    }

    private func predict(_ model: LanguageModel, _ format: String) -> SimplePrediction? {
        guard let summary = context.readBandwidth, let format = context.catalog.format(format) else { return nil }
        return SimplePrediction(
            model, format, bandwidth: summary.bandwidth, memory: context.modelMemory, compute: context.computeBound)
    }

    private func fits(_ model: LanguageModel) -> Bool {
        Self.formats.contains { predict(model, $0)?.rate != nil }
    }

    private func table(_ summary: ReadRate) -> Table {
        let columns =
            [Table.Column("Model"), .init("Weights", .right), .init("Q4_K_M file", .right)]
            + Self.formats.map { Table.Column($0, .right) }
        let rows = models.filter(fits).map { model in
            [name(model), "\(model.parametersBillion.significant(3)) B", size(model)]
                + Self.formats.compactMap { predict(model, $0).map(speed) }
        }
        return Table(columns, rows: [tenGigabytes(summary)] + rows)
    }

    private func tenGigabytes(_ summary: ReadRate) -> [String] {
        let size = ByteCount(gigabytes: 10)
        let prediction = SimplePrediction(fileSize: size, bandwidth: summary.bandwidth, memory: context.modelMemory)
        return ["any dense model of 10 GB", "", "10 GB"] + Self.formats.map { _ in speed(prediction) }
    }

    private func name(_ model: LanguageModel) -> String {
        model.name + (model.isMixtureOfExperts ? " (MoE)" : "") + (model.isChecked ? "" : " †")
    }

    private func size(_ model: LanguageModel) -> String {
        context.catalog.format("Q4_K_M").map { "\(model.fileSize($0).gigabytes.significant(3)) GB" } ?? ""
    }

    private func speed(_ prediction: SimplePrediction) -> String {
        guard let generation = prediction.generation else { return "–" }
        return generation.rate.value.significant(3) + (generation.bound == .compute ? " ‡" : "")
    }
}
