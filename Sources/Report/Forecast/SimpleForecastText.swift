import Quantities
import Records
import Tables
import TokenModel

/// Forecasts by the simple model alone, as a person reads them at a terminal.
package struct SimpleForecastText {
    private let forecasts: [Forecast]
    private let basis: PredictionBasis
    private let question: Forecaster.Question
    private let reason: Failure?

    /// - Parameter reason: why there is no more.
    package init(
        _ forecasts: [Forecast], _ basis: PredictionBasis, question: Forecaster.Question, reason: Failure?
    ) {
        self.forecasts = forecasts
        self.basis = basis
        self.question = question
        self.reason = reason
    }

    package var text: String {
        let why = reason.map {
            "What an engine will do is not predicted: \($0.cause). \($0.remedy).".printable + "\n\n"
        }
        return (why ?? "") + heading + "\n\n" + table.terminalText
    }

    private var heading: String {
        let memory = "By the simple model, from \(basis.bandwidth.median) of reading"
        guard let peak = basis.peak else {
            return "\(memory); engines are slower. Bounds by compute are not known: the peak of all cores was not "
                + "measured: \(basis.reasonWithoutPeak ?? "no reason was recorded")."
        }
        return
            "\(memory) and \(peak.together.map(\.gigaPerSecond).rangeText) GFLOP/s of FP32 multiply-adds; engines are "
            + "slower, and process prompts with other instructions. Prompt of \(question.scenario.prompt) tokens."
    }

    private var table: Table {
        let hasCompute = forecasts.contains { $0.simple.computeRate != nil }
        let columns: [Table.Column] =
            [
                .init("Model"), .init("Format"), .init("File", .right), .init("Tokens/s", .right), .init("Interval"),
                .init("Bound by"),
            ]
            + (hasCompute
                ? [.init("By compute", .right), .init("Prompt", .right), .init("First token", .right)] : [])
        return Table(
            columns,
            rows: forecasts.map { forecast in
                let prediction = forecast.simple
                let interval = [prediction.low, prediction.high].compactMap { $0?.value.significant(3) }
                return [
                    prediction.model.printable + (prediction.isChecked ? "" : " (shape assumed)"),
                    prediction.format.printable, "\(prediction.fileSize.gigabytes.significant(3)) GB",
                    prediction.rate?.value.significant(3) ?? "does not fit", interval.joined(separator: " – "),
                    prediction.generation?.bound.rawValue ?? "–",
                ] + (hasCompute ? byCompute(prediction) : [])
            })
    }

    /// Generation if memory did not limit it, prompt processing, and the wait for the first token.
    private func byCompute(_ prediction: SimplePrediction) -> [String] {
        [
            prediction.computeRate?.median.value.significant(3) ?? "–",
            prediction.promptRate?.map(\.value).rangeText ?? "–",
            prediction.timeToFirstToken.map { "\($0.rangeText) s" } ?? "–",
        ]
    }
}
