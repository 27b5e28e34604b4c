import Records
import Tables

/// Every figure of a result in one flat table, in the units that were recorded.
package struct FigureTable: Sendable {
    private let figures: [MeasuredFigure]

    /// - Throws: `Failure` where a record cannot be read.
    package init(_ result: RunResult) throws { figures = try MeasuredFigures(result).all }

    private static let columns = [
        "probe", "quantity", "name", "labels", "unit", "median", "low", "high", "best", "n", "not_measured", "invalid",
    ]

    /// For CSV. An empty cell says that there is no such figure.
    package var table: Table {
        Table(
            Self.columns.map { .init($0) },
            rows: figures.map { figure in
                let labels = figure.labels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
                let value = figure.value
                return [
                    figure.probe.printable, figure.quantity.printable, figure.name,
                    labels.joined(separator: ";").printable, figure.unit.printable,
                ] + [value?.median, value?.low, value?.high, value?.best].map { $0.map { "\($0)" } ?? "" } + [
                    value.map { "\($0.count)" } ?? "", figure.reason?.printable ?? "", figure.invalid?.printable ?? "",
                ]
            })
    }

    /// The same as JSON; null where there is no such figure.
    package var json: JSONValue {
        .array(
            figures.map { figure in
                let value = figure.value
                return .object([
                    "probe": .string(figure.probe), "quantity": .string(figure.quantity),
                    "name": .string(figure.name), "labels": .object(figure.labels.mapValues(JSONValue.string)),
                    "unit": .string(figure.unit), "median": Self.number(value?.median),
                    "low": Self.number(value?.low), "high": Self.number(value?.high),
                    "best": Self.number(value?.best), "n": value.map { .integer($0.count) } ?? .null,
                    "not_measured": figure.reason.map(JSONValue.string) ?? .null,
                    "invalid": figure.invalid.map(JSONValue.string) ?? .null,
                ])
            })
    }

    private static func number(_ figure: Double?) -> JSONValue { figure.map(JSONValue.number) ?? .null }
}
