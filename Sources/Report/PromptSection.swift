import Catalog
import Quantities
import Records
import Statistics
import Tables
import TokenModel

/// What compute bounds by the simple model: prompts, the wait for the first token, and generation.
struct PromptSection: ReportSection {
    let context: ReportContext

    var markdown: String {
        guard let peak = context.measuredPeak, let bound = context.computeBound else {
            return "Prompts and generation bound by compute are not predicted, since the peak of all cores was not "
                + "measured: \((context.reasonWithoutPeak ?? "").escapedForMarkdown).\n"
        }
        let product =
            peak.alone.flatMap { alone in
                peak.efficiency.map { efficiency in
                    ": F_cpu × E_par = \(alone.median.text("fp32"))\(alone.doubtText) of each core alone, summed, "
                        + "× " + efficiency.ratioText
                }
            } ?? ""
        return """
            ### Prompts, and what compute allows

            The *simple model* of \(Self.format) files with a prompt of \(bound.prompt) tokens: FP32 multiply-adds of \
            \(peak.cell.coresName.escapedForMarkdown) (\(rate(peak))\(product)) over the \
            operations of a token. Generation is the smaller of what memory and compute allow. **Engines differ:** \
            they multiply quantized weights by integer dot products or matrix units, and process prompts faster than \
            this, or slower where dequantizing costs more.

            \(table.markdown)
            \(doubt(peak))Only models whose shape was checked\(unknown).

            """
    }

    /// "493 GFLOP/s ± 25 %".
    private func rate(_ peak: MeasuredPeak) -> String {
        let doubt = peak.cell.summary?.count == 1 ? " in one sample" : peak.together.doubtText
        return peak.together.median.text("fp32") + doubt
    }

    /// Where the intervals come from; empty where there are none.
    private func doubt(_ peak: MeasuredPeak) -> String {
        peak.together.doubtText.isEmpty
            ? "" : "± is of the peak's interval; in *First token* and *Generation* of the read rate's too. "
    }

    private static let format = "Q4_K_M"

    private var predictions: [(model: LanguageModel, value: SimplePrediction)] {
        guard let rate = context.readBandwidth, let format = context.catalog.format(Self.format) else { return [] }
        return context.catalog.models.filter(\.isChecked)
            .sorted { ($0.parametersBillion, $0.name) < ($1.parametersBillion, $1.name) }
            .map { model in
                let value = SimplePrediction(
                    model, format, bandwidth: rate.bandwidth, memory: context.modelMemory,
                    compute: context.computeBound)
                return (model, value)
            }.filter { $0.value.generation != nil }
    }

    private var table: Table {
        let columns: [Table.Column] = [
            .init("Model"), .init("Prompt, tokens/s", .right), .init("First token, s", .right),
            .init("Generation by compute", .right), .init("Generation", .right), .init("Bound by"),
        ]
        let rows = predictions.filter { $0.value.computeRate != nil }.map { model, value in
            [model.name + (model.isMixtureOfExperts ? " (MoE)" : "")]
                + [
                    value.promptRate?.map(\.value), value.timeToFirstToken, value.computeRate?.map(\.value),
                    value.generationRate?.map(\.value),
                ].map { $0?.text ?? "–" } + [value.generation?.bound.rawValue ?? "–"]
        }
        return Table(columns, rows: rows)
    }

    /// Models whose operations the catalogue does not tell.
    private var unknown: String {
        let names = predictions.filter { $0.value.computeRate == nil }.map(\.model.name)
        return names.isEmpty ? "" : "; not \(names.listed), whose attention heads are not known"
    }
}
