import Catalog
import Quantities
import Records
import Statistics
import TokenModel

/// A result as OpenMetrics text, in base units: medians of what was measured, and what is predicted.
package struct OpenMetrics: Sendable {
    private var families: [MetricFamily] = []

    /// - Parameters:
    ///   - forecasts: what is predicted; empty for none.
    /// - Throws: `Failure` where a record cannot be read.
    package init(_ result: RunResult, forecasts: [Forecast]) throws {
        add(result)
        let figures = try MeasuredFigures(result).all
        add(
            "probe_run_invalid_figures", unit: nil, help: "Figures that a CPU quota spoilt.", [],
            Double(figures.count { $0.invalid != nil }))
        for figure in figures where figure.rank == .main { add(figure) }
        add(forecasts)
    }

    /// The families in order, and the end that readers wait for.
    package var text: String { families.filter { !$0.samples.isEmpty }.map(\.text).joined() + "# EOF\n" }

    private mutating func add(
        _ name: String, unit: String?, help: String, _ labels: [(name: String, value: String)], _ value: Double
    ) {
        let family = MetricFamily(name, unit: unit, help: help)
        let index = families.firstIndex { $0.name == family.name } ?? families.count
        if index == families.count { families.append(family) }
        families[index].add(labels, value)
    }

    private mutating func add(_ result: RunResult) {
        let topology = try? result.record("topology", details: TopologyDetails.self)
        let labels = [
            ("version", result.programVersion), ("host", result.host), ("cpu", topology?.details.cpu.name ?? ""),
            ("kernel", topology?.environment.kernel ?? ""),
        ]
        add("probe_info", unit: nil, help: "What was measured, and by which program; always 1.", labels, 1)
        if let time = Timestamp(result.startedAt) {
            add("probe_run_timestamp", unit: "seconds", help: "When the run began, since 1970.", [], time.seconds)
        }
        add("probe_run_duration", unit: "seconds", help: "How long the run took.", [], result.seconds)
        add(
            "probe_run_partial", unit: nil, help: "Whether a signal ended the run before all was measured.", [],
            result.partial ? 1 : 0)
    }

    private mutating func add(_ figure: MeasuredFigure) {
        guard let value = figure.value else { return }
        let metric = FigureMetric(figure)
        add(metric.name, unit: metric.unit, help: metric.help, metric.labels, value.median * metric.scale)
    }

    private mutating func add(_ forecasts: [Forecast]) {
        for forecast in forecasts {
            guard let prediction = forecast.engine?.prediction else { continue }
            for (phase, rate) in [("generation", prediction.generation), ("prompt", prediction.prompt)] {
                guard let rate = rate?.map(\.value) else { continue }
                for (bound, value) in [("median", rate.median), ("low", rate.low), ("high", rate.high)] {
                    let labels = [
                        ("model", forecast.simple.model), ("quantization", forecast.simple.format), ("phase", phase),
                        ("placement", prediction.placement.name), ("threads", "\(prediction.threads)"),
                        ("bound", bound),
                    ]
                    add(
                        "probe_predicted", unit: "tokens_per_second",
                        help: "Predicted speed of llama.cpp: the median, and the ends of the 90 % interval.", labels,
                        value)
                }
            }
        }
    }
}

/// A time in UTC as ISO 8601 writes it: "2026-11-21T14:43:54Z".
struct Timestamp {
    /// Since 1970-01-01.
    let seconds: Double

    /// Nil of anything else.
    init?(_ text: String) {
        let parts = text.dropLast().split(separator: "T", omittingEmptySubsequences: false)
        guard text.hasSuffix("Z"), parts.count == 2 else { return nil }
        let date = parts[0].split(separator: "-", omittingEmptySubsequences: false).compactMap { Int($0) }
        let time = parts[1].split(separator: ":", omittingEmptySubsequences: false).compactMap { Int($0) }
        guard date.count == 3, time.count == 3, (1970...9999).contains(date[0]), (1...12).contains(date[1]),
            (1...31).contains(date[2]), (0...23).contains(time[0]), (0...59).contains(time[1]),
            (0...60).contains(time[2])
        else { return nil }
        // Years that begin in March have the leap day last (Hinnant, chrono-compatible low-level date algorithms).
        let year = date[1] > 2 ? date[0] : date[0] - 1
        let dayOfYear = (153 * ((date[1] + 9) % 12) + 2) / 5 + date[2] - 1
        let days = year * 365 + year / 4 - year / 100 + year / 400 + dayOfYear - 719_468
        seconds = Double(days * 86_400 + time[0] * 3600 + time[1] * 60 + time[2])
    }
}
