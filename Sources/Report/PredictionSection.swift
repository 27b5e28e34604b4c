import Catalog
import Quantities
import Records
import Statistics
import Tables
import TokenModel

/// Generation speed of the catalogue's models by the simple model.
struct PredictionSection: ReportSection {
    let context: ReportContext

    /// The formats people choose between, small to large.
    private static let formats = ["Q4_K_M", "Q5_K_M", "Q8_0", "F16"]

    var markdown: String {
        guard let summary = context.readBandwidth else {
            return "## Predicted generation speed\n\nNot predicted: there is no measured read bandwidth.\n"
        }
        let interval = "\(summary.low.significant(3)) – \(summary.high.significant(3))"
        return """
            ## Predicted generation speed

            Tokens per second by the *simple model*: the read bandwidth of the whole machine \
            (\(summary.median.significant(3)) GB/s, interval \(interval)) over the bytes read for each token. \
            **These are ceilings.** The dequantizing arithmetic, synchronization and the KV cache cost time that this \
            model leaves out: published runs reach from 22 % of such a ceiling to nearly all of it. Sizes \
            follow from the format's average bits for a weight.

            \(table(summary).markdown)
            "–" does not fit into memory with a tenth to spare. A mixture of experts (MoE) reads only its active \
            experts for each token. † The model's shape is assumed: nobody has checked it against a document. \
            All formats: `probe predict RESULT.json`.

            """
    }

    private func table(_ summary: Summary) -> Table {
        let columns =
            [Table.Column("Model"), .init("Weights", .right), .init("Q4_K_M file", .right)]
            + Self.formats.map { Table.Column($0, .right) }
        let formats = Self.formats.compactMap(context.catalog.format)
        let models = context.catalog.models.sorted {
            ($0.parametersBillion, $0.name) < ($1.parametersBillion, $1.name)
        }
        let rows = models.map { model in
            [name(model), "\(model.parametersBillion.significant(3)) B", size(model)]
                + formats.map {
                    speed(SimplePrediction(model, $0, bandwidth: summary.bandwidth, memory: context.modelMemory))
                }
        }
        return Table(columns, rows: [tenGigabytes(summary)] + rows)
    }

    private func tenGigabytes(_ summary: Summary) -> [String] {
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

    private func speed(_ prediction: SimplePrediction) -> String { prediction.rate?.value.significant(3) ?? "–" }
}
