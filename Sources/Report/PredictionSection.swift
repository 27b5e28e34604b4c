import Catalog
import Quantities
import Records
import Statistics
import Tables
import TokenModel

/// Generation and prompt processing of the catalogue's models by the simple model.
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

            Tokens per second of generation by the *simple model*: the median read bandwidth of the whole machine \
            (\(summary.median.significant(3)) GB/s; \(summary.intervalText)) over the bytes read for each token. \
            \(doubt) **Engines are slower.** The dequantizing arithmetic, synchronization and the KV cache cost time \
            that this model leaves out: published runs reach 40 to 97 % of it. Sizes follow from the format's average \
            bits for a weight.

            \(compute)

            \(table(summary).markdown)
            \(legend)"–" does not fit into memory with a tenth to spare\(unfit). A mixture of experts (MoE) reads only \
            its active experts for each token. † The model's shape is assumed: nobody has checked it against a \
            document. All formats: `probe predict RESULT.json`.

            """
    }

    /// What the figures bound by compute rest on; why there are none.
    private var compute: String {
        guard let peak = context.measuredPeak else {
            return "Bounds by compute are not predicted: no FP32 peak of all cores "
                + "(\(context.reasonMissing("flops").escapedForMarkdown))."
        }
        let product =
            peak.alone.flatMap { alone in
                peak.efficiency.map { efficiency in
                    ": F_cpu × E_par = \(alone.text("fp32")) (each core alone, summed) × \(efficiency.fixed(3))"
                }
            } ?? ""
        return "Bounds by compute rest on the FP32 multiply-adds of \(peak.cell.coresName), "
            + "\(peak.together.text("fp32"))\(product), over the operations of a token. **Engines differ**: they "
            + "multiply quantized weights by integer dot products or matrix units, and can process prompts faster "
            + "than this, or slower where they dequantize."
    }

    private var legend: String {
        guard let bound else { return "" }
        let all = predictions.compactMap(\.generation)
        let bounded = all.count { $0.bound == .compute }
        let binds =
            switch bounded {
            case 0: "Memory binds generation of every model here."
            case all.count: "Compute binds generation of every model here (‡)."
            default: "Generation is the smaller bound: compute where marked ‡, else memory."
            }
        return "\(binds) *By compute* is what generation would be if memory did not limit it; *prompt* is prompt "
            + "processing (PP) and *first token* (T_first) the wait, of \(bound.prompt) tokens in Q4_K_M\(unknown). "
    }

    /// Models whose operations the catalogue does not tell.
    private var unknown: String {
        let names = models.filter { fits($0) && predict($0, Self.formats[0])?.computeRate == nil }.map(\.name)
        return names.isEmpty ? "" : "; the operations of \(names.listed) are not known"
    }

    private var bound: ComputeBound? {
        context.measuredPeak.map {
            ComputeBound(peak: $0.peak, counting: .matrixProducts, prompt: PredictionBasis.usualPrompt)
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
            model, format, bandwidth: summary.bandwidth, memory: context.modelMemory, compute: bound)
    }

    private func fits(_ model: LanguageModel) -> Bool {
        Self.formats.contains { predict(model, $0)?.rate != nil }
    }

    private func table(_ summary: ReadRate) -> Table {
        let computed: [Table.Column] =
            bound == nil
            ? [] : [.init("By compute", .right), .init("Prompt", .right), .init("First token, s", .right)]
        let columns =
            [Table.Column("Model"), .init("Weights", .right), .init("Q4_K_M file", .right)]
            + Self.formats.map { Table.Column($0, .right) } + computed
        let rows = models.filter(fits).map { model in
            [name(model), "\(model.parametersBillion.significant(3)) B", size(model)]
                + Self.formats.compactMap { predict(model, $0).map(speed) } + (bound == nil ? [] : byCompute(model))
        }
        return Table(columns, rows: [tenGigabytes(summary) + computed.map { _ in "" }] + rows)
    }

    /// Compute-bound generation, prompt processing and the wait for the first token.
    private func byCompute(_ model: LanguageModel) -> [String] {
        let small = predict(model, Self.formats[0])
        return [small?.computeRate?.value, small?.promptRate?.value, small?.timeToFirstToken].map {
            $0?.significant(3) ?? "–"
        }
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
