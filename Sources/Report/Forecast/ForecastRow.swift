import Quantities
import Records
import Tables
import TokenModel

/// A forecast under the column names of CSV and JSON; an empty cell and a null say that there is no such figure.
package struct ForecastRow {
    private let forecast: Forecast

    package init(_ forecast: Forecast) { self.forecast = forecast }

    /// One cell.
    enum Cell {
        case text(String)
        case count(Int)
        case figure(Double?)
    }

    /// Names and values in their order.
    var cells: [(name: String, value: Cell)] { required + further + ofSimpleModel + explanations }

    private var prediction: Prediction? { forecast.engine?.prediction }

    private var required: [(String, Cell)] {
        let prompt = prediction?.prompt?.map(\.value)
        let generation = prediction?.generation?.map(\.value)
        return [
            ("model", .text(forecast.simple.model)), ("quantization", .text(forecast.simple.format)),
            ("file_gb", .figure(forecast.simple.fileSize.gigabytes)), ("context", .count(forecast.scenario.context)),
            ("batch", .count(forecast.scenario.batch)),
            ("threads", prediction.map { .count($0.threads) } ?? .figure(nil)),
            ("pp_t_s", .figure(prompt?.median)), ("pp_low", .figure(prompt?.low)), ("pp_high", .figure(prompt?.high)),
            ("tg_t_s", .figure(generation?.median)), ("tg_low", .figure(generation?.low)),
            ("tg_high", .figure(generation?.high)), ("ttft_s", .figure(prediction?.firstToken?.median)),
            ("simple_tg_t_s", .figure(forecast.simple.rate?.value)), ("bound", .text(forecast.bound)),
        ]
    }

    private var further: [(String, Cell)] {
        let engine = forecast.engine
        let verdicts = UseCase.allCases.map { useCase -> (String, Cell) in
            let verdict = engine?.useCases?.first { $0.useCase == useCase }?.verdict
            return (useCase.rawValue.lowercased(), .text(verdict?.rawValue ?? ""))
        }
        return [
            ("placement", .text(prediction?.placement.name ?? "")),
            ("ttft_low", .figure(prediction?.firstToken?.low)), ("ttft_high", .figure(prediction?.firstToken?.high)),
        ] + verdicts + [
            ("localscore", .figure(engine?.localScore?.median)),
            ("tg_per_1000", .figure(engine?.perThousand?.median)),
            ("gpu_tg_t_s", .figure(engine?.card?.generation?.median.value)),
            ("gpu_layers", engine?.card.map { .count($0.layers) } ?? .figure(nil)),
            ("paged_tg_t_s", .figure(engine?.paged?.median.value)),
            ("memory_needed_gb", .figure(prediction?.memoryNeeded.gigabytes)),
            ("prompt_tokens", .count(forecast.scenario.prompt)),
            ("gb_per_token", .figure(forecast.simple.bytesPerToken.gigabytes)),
        ]
    }

    private var ofSimpleModel: [(String, Cell)] {
        let simple = forecast.simple
        let (prompt, first) = (simple.promptRate?.map(\.value), simple.timeToFirstToken)
        return [
            ("simple_tg_low", .figure(simple.low?.value)), ("simple_tg_high", .figure(simple.high?.value)),
            ("simple_bound", .text(forecast.simpleBound)),
            ("simple_tg_compute_t_s", .figure(simple.computeRate?.median.value)),
            ("simple_pp_t_s", .figure(prompt?.median)), ("simple_pp_low", .figure(prompt?.low)),
            ("simple_pp_high", .figure(prompt?.high)), ("simple_t_first_s", .figure(first?.median)),
            ("simple_t_first_low", .figure(first?.low)), ("simple_t_first_high", .figure(first?.high)),
        ]
    }

    private var explanations: [(String, Cell)] {
        [
            ("shape", .text(forecast.simple.isChecked ? "checked" : "assumed")),
            ("profile", .text(forecast.engine?.profile ?? "")),
            ("evidence", .text(prediction?.nearness.rawValue ?? "")),
            ("notes", .text(forecast.notes.joined(separator: "; "))),
        ]
    }
}

extension ForecastRow {
    /// All rows as a table for CSV.
    package static func table(_ forecasts: [Forecast]) -> Table {
        let rows = forecasts.map { ForecastRow($0).cells }
        return Table(
            (rows.first ?? []).map { Table.Column($0.name) }, rows: rows.map { $0.map { $0.value.text } })
    }

    /// As one JSON object.
    package var json: JSONValue {
        .object(Dictionary(cells.map { ($0.name, $0.value.json) }, uniquingKeysWith: { first, _ in first }))
    }
}

extension ForecastRow.Cell {
    fileprivate var text: String {
        switch self {
        case .text(let text): text.printable
        case .count(let count): "\(count)"
        case .figure(let figure): figure.flatMap { $0.isFinite ? $0.fixed(4) : nil } ?? ""
        }
    }

    fileprivate var json: JSONValue {
        switch self {
        case .text(let text): text.isEmpty ? .null : .string(text.printable)
        case .count(let count): .integer(count)
        case .figure(let figure): figure.flatMap { $0.isFinite ? .number($0) : nil } ?? .null
        }
    }
}
