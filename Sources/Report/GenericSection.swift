import Quantities
import Records
import Statistics
import Tables

/// The measurements of a probe that this report knows nothing else about.
struct GenericSection: ReportSection {
    let name: String
    let context: ReportContext

    var markdown: String {
        let heading = "## \(name.escapedForMarkdown)\n\n"
        guard let record = try? context.result.record(name, details: JSONValue.self) else {
            return heading + "Not measured: \(context.reasonMissing(name).escapedForMarkdown).\n"
        }
        guard !record.measurements.isEmpty else { return heading + "It ran, and recorded no measurements.\n" }
        return heading + table(record.measurements).markdown
    }

    private func table(_ measurements: [Measurement]) -> Table {
        let names = Set(measurements.flatMap(\.labels.keys)).sorted()
        let figures: [Table.Column] = [
            .init("Median", .right), .init("Unit"), .init("95 % interval", .right), .init("Best", .right),
            .init("Samples", .right),
        ]
        let rows = measurements.map { measurement in
            [measurement.quantity] + names.map { measurement.labels[$0] ?? "" } + self.figures(measurement)
        }
        return Table([.init("Quantity")] + names.map { .init($0) } + figures, rows: rows)
    }

    private func figures(_ measurement: Measurement) -> [String] {
        guard let summary = measurement.summary else {
            return ["–", measurement.unit, "not measured: \(measurement.notMeasured ?? "")", "–", "0"]
        }
        return [
            summary.median.significant(3), measurement.unit,
            summary.intervalText(digits: 3), summary.best.significant(3),
            "\(summary.count)",
        ]
    }
}
