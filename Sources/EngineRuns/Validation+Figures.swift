import Catalog
import TokenModel

extension Validation {
    /// What programs read: the names are those of the CSV.
    package struct Figures: Encodable {
        let profile: String
        let noise: Double
        let leave_one_out_error: Double?
        let summary: [SummaryFigures]
        let rows: [RowFigures]
        let left_out: [LeftOutFigures]
    }

    struct SummaryFigures: Encodable {
        let rows_of: String
        let count: Int
        let median_error: Double
        let worst_error: Double?
        let worst_row: String?
        let inside: Double
        let simple_median_error: Double?
        let simple_worst_error: Double?
        let noisy: Int
    }

    struct RowFigures: Encodable {
        let engine: String
        let model: String
        let quantization: String
        let phase: String
        let prompt: Int?
        let depth: Int
        let threads: Int
        let measured_t_s: Double
        let spread: Double
        let predicted_t_s: Double?
        let predicted_low: Double?
        let predicted_high: Double?
        let error: Double?
        let inside: Bool?
        let simple_t_s: Double?
        let simple_error: Double?
        let bound: String?
        let trained: Bool
        let noisy: Bool
        let reason: String?
    }

    struct LeftOutFigures: Encodable {
        let name: String
        let reason: String
    }

    package var figures: Figures {
        Figures(
            profile: profile.name, noise: profile.noise, leave_one_out_error: profile.leaveOneOutError,
            summary: summaries.map(\.figures), rows: rows.map(\.figures),
            left_out: leftOut.map { LeftOutFigures(name: $0.name, reason: $0.reason) })
    }
}

extension Validation.Summary {
    fileprivate var figures: Validation.SummaryFigures {
        Validation.SummaryFigures(
            rows_of: name, count: rows, median_error: median, worst_error: worst, worst_row: worstRow, inside: inside,
            simple_median_error: simpleMedian, simple_worst_error: simpleWorst, noisy: noisy)
    }
}

extension Validation.Row {
    fileprivate var figures: Validation.RowFigures {
        Validation.RowFigures(
            engine: run.engine, model: run.demand.model.name, quantization: run.demand.format,
            phase: run.phase.rawValue, prompt: run.phase == .prompt ? run.scenario.prompt : nil, depth: run.depth,
            threads: run.threads, measured_t_s: run.measured, spread: run.spread, predicted_t_s: predicted?.median,
            predicted_low: predicted?.low, predicted_high: predicted?.high, error: error, inside: isInside,
            simple_t_s: simple, simple_error: simpleError, bound: bound?.description, trained: isTrained,
            noisy: run.isNoisy, reason: reason)
    }
}
