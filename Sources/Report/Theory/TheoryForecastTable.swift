import Catalog
import Quantities
import Tables
import TokenModel

extension [TheoreticalForecast] {
    /// Speeds, use cases and, with a price, what they cost.
    package func table(price: Price?) -> Table {
        let hasUseCases = contains { $0.useCases != nil }
        let columns: [Table.Column] =
            [
                .init("Model"), .init("Format"), .init("File", .right), .init("Ceiling, tokens/s", .right),
                .init("To expect", .right), .init("Prompt, tokens/s", .right),
            ]
            + (hasUseCases ? UseCase.allCases.map { .init($0.rawValue) } : [])
            + (price == nil ? [] : [.init("Tokens/s per 1000", .right)])
        return Table(
            columns,
            rows: map { forecast in
                forecast.cells + (hasUseCases ? forecast.verdicts : [])
                    + (price.map { [forecast.cost($0)] } ?? [])
            })
    }
}

extension TheoreticalForecast {
    fileprivate var cells: [String] {
        [
            demand.model.name, demand.format, "\(fileSize.gigabytes.significant(3)) GB",
            ceiling?.value.significant(3) ?? "does not fit", generation?.map(\.value).rangeText ?? "–",
            prompt?.map(\.value).rangeText ?? "–",
        ]
    }

    fileprivate var verdicts: [String] {
        UseCase.allCases.map { useCase in useCases?.first { $0.useCase == useCase }?.verdictText ?? "–" }
    }

    fileprivate func cost(_ price: Price) -> String {
        generation.map { price.perThousand($0).rangeText } ?? "–"
    }
}
