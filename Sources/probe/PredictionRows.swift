import Quantities
import Tables
import TokenModel

/// Predictions as rows.
enum PredictionRows {
    /// One prediction with the column names of CSV and JSON; nil rates mean that the model does not fit, those by
    /// compute also that no peak was measured or the model's operations are not known.
    struct Row: Encodable {
        let model: String
        let quantization: String
        let file_gb: Double
        let gb_per_token: Double
        let simple_tg_t_s: Double?
        let simple_tg_low: Double?
        let simple_tg_high: Double?
        /// "memory" or "compute", whichever is smaller; "does not fit".
        let bound: String
        let simple_tg_compute_t_s: Double?
        let simple_pp_t_s: Double?
        let simple_pp_low: Double?
        let simple_pp_high: Double?
        let simple_t_first_s: Double?
        let simple_t_first_low: Double?
        let simple_t_first_high: Double?
        let prompt_tokens: Int
        /// "checked" against a document, or "assumed"; empty for a file of a size.
        let shape: String
    }

    static func rows(_ predictions: [SimplePrediction], prompt: Int) -> [Row] {
        predictions.map { prediction in
            Row(
                model: prediction.model, quantization: prediction.format, file_gb: prediction.fileSize.gigabytes,
                gb_per_token: prediction.bytesPerToken.gigabytes, simple_tg_t_s: prediction.rate?.value,
                simple_tg_low: prediction.low?.value, simple_tg_high: prediction.high?.value,
                bound: prediction.generation?.bound.rawValue ?? "does not fit",
                simple_tg_compute_t_s: prediction.computeRate?.median.value,
                simple_pp_t_s: prediction.promptRate?.median.value, simple_pp_low: prediction.promptRate?.low.value,
                simple_pp_high: prediction.promptRate?.high.value,
                simple_t_first_s: prediction.timeToFirstToken?.median,
                simple_t_first_low: prediction.timeToFirstToken?.low,
                simple_t_first_high: prediction.timeToFirstToken?.high, prompt_tokens: prompt,
                shape: prediction.format.isEmpty ? "" : prediction.isChecked ? "checked" : "assumed")
        }
    }

    static func table(_ predictions: [SimplePrediction], prompt: Int) -> Table {
        let columns = [
            "model", "quantization", "file_gb", "gb_per_token", "simple_tg_t_s", "simple_tg_low", "simple_tg_high",
            "bound", "simple_tg_compute_t_s", "simple_pp_t_s", "simple_pp_low", "simple_pp_high", "simple_t_first_s",
            "simple_t_first_low", "simple_t_first_high", "prompt_tokens", "shape",
        ]
        return Table(
            columns.map { .init($0) },
            rows: rows(predictions, prompt: prompt).map { row in
                let generation = [row.simple_tg_t_s, row.simple_tg_low, row.simple_tg_high].map { $0?.fixed(4) ?? "" }
                let compute = [
                    row.simple_tg_compute_t_s, row.simple_pp_t_s, row.simple_pp_low, row.simple_pp_high,
                    row.simple_t_first_s, row.simple_t_first_low, row.simple_t_first_high,
                ].map { $0?.fixed(4) ?? "" }
                return [row.model, row.quantization, row.file_gb.fixed(4), row.gb_per_token.fixed(4)] + generation
                    + [row.bound] + compute + ["\(row.prompt_tokens)", row.shape]
            })
    }

    static func readable(_ predictions: [SimplePrediction]) -> Table {
        let hasCompute = predictions.contains { $0.computeRate != nil }
        let columns: [Table.Column] =
            [
                .init("Model"), .init("Format"), .init("File", .right), .init("Tokens/s", .right), .init("Interval"),
                .init("Bound by"),
            ]
            + (hasCompute
                ? [.init("By compute", .right), .init("Prompt", .right), .init("First token", .right)] : [])
        return Table(
            columns,
            rows: predictions.map { prediction in
                let interval = [prediction.low, prediction.high].compactMap { $0?.value.significant(3) }
                return [
                    prediction.model + (prediction.isChecked ? "" : " (shape assumed)"), prediction.format,
                    "\(prediction.fileSize.gigabytes.significant(3)) GB",
                    prediction.rate?.value.significant(3) ?? "does not fit", interval.joined(separator: " – "),
                    prediction.generation?.bound.rawValue ?? "–",
                ] + (hasCompute ? byCompute(prediction) : [])
            })
    }

    /// "37.3 (28.0 – 46.6)"; the figure alone where it has no interval.
    private static func range(_ estimate: Estimate<Double>) -> String {
        let ends = [estimate.low, estimate.high].map { $0.significant(3) }.joined(separator: " – ")
        return estimate.median.significant(3) + (estimate.low < estimate.high ? " (\(ends))" : "")
    }

    /// Generation if memory did not limit it, prompt processing, and the wait for the first token.
    private static func byCompute(_ prediction: SimplePrediction) -> [String] {
        [
            prediction.computeRate?.median.value.significant(3) ?? "–",
            prediction.promptRate.map { range($0.map(\.value)) } ?? "–",
            prediction.timeToFirstToken.map { "\(range($0)) s" } ?? "–",
        ]
    }
}
