import Quantities
import Tables
import TokenModel

/// Predictions as rows.
enum PredictionRows {
    /// One prediction with the column names of CSV and JSON; nil rates mean that the model does not fit.
    struct Row: Encodable {
        let model: String
        let quantization: String
        let file_gb: Double
        let gb_per_token: Double
        let simple_tg_t_s: Double?
        let simple_tg_low: Double?
        let simple_tg_high: Double?
        let bound: String
        /// "checked" against a document, or "assumed"; empty for a file of a size.
        let shape: String
    }

    static func rows(_ predictions: [SimplePrediction]) -> [Row] {
        predictions.map { prediction in
            Row(
                model: prediction.model, quantization: prediction.format, file_gb: prediction.fileSize.gigabytes,
                gb_per_token: prediction.bytesPerToken.gigabytes, simple_tg_t_s: prediction.rate?.value,
                simple_tg_low: prediction.low?.value, simple_tg_high: prediction.high?.value,
                bound: prediction.rate == nil ? "does not fit" : "memory",
                shape: prediction.format.isEmpty ? "" : prediction.isChecked ? "checked" : "assumed")
        }
    }

    static func table(_ predictions: [SimplePrediction]) -> Table {
        let columns = [
            "model", "quantization", "file_gb", "gb_per_token", "simple_tg_t_s", "simple_tg_low", "simple_tg_high",
            "bound", "shape",
        ]
        return Table(
            columns.map { .init($0) },
            rows: rows(predictions).map { row in
                let rates = [row.simple_tg_t_s, row.simple_tg_low, row.simple_tg_high].map { $0?.fixed(4) ?? "" }
                return [row.model, row.quantization, row.file_gb.fixed(4), row.gb_per_token.fixed(4)] + rates + [
                    row.bound
                ]
            })
    }

    static func readable(_ predictions: [SimplePrediction]) -> Table {
        let columns: [Table.Column] = [
            .init("Model"), .init("Format"), .init("File", .right), .init("Tokens/s", .right),
            .init("Interval"),
        ]
        return Table(
            columns,
            rows: predictions.map { prediction in
                let interval = [prediction.low, prediction.high].compactMap { $0?.value.significant(3) }
                return [
                    prediction.model + (prediction.isChecked ? "" : " (shape assumed)"), prediction.format,
                    "\(prediction.fileSize.gigabytes.significant(3)) GB",
                    prediction.rate?.value.significant(3) ?? "does not fit", interval.joined(separator: " – "),
                ]
            })
    }
}
