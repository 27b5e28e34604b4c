import Catalog
import Records
import Report
import Statistics
import Tables
import Testing

/// A result some of whose figures a CPU quota spoilt.
@Suite struct InvalidFigureTests {
    private func spoilt(_ probes: [String]) throws -> RunResult {
        var result = try Examples.twoSocketServerWithInference()
        let noise = NoiseReading(quotaCPUs: 4, periods: 2, throttledPeriods: 1, throttledSeconds: 0.1)
        for name in probes {
            result = try Examples.changed(result, name) { measurement in
                guard measurement.summary != nil, let stopped = measurement.stopped else { return measurement }
                return Measurement(
                    measurement.quantity, unit: measurement.unit, labels: measurement.labels,
                    samples: measurement.samples.map { Sample(value: $0.value, seconds: $0.seconds, noise: noise) },
                    stopped: stopped, better: .largest)
            }
        }
        return result
    }

    private func report(_ result: RunResult) throws -> HardwareReport {
        try HardwareReport(result, catalog: try Catalog.builtIn())
    }

    @Test func aSoundResultSaysNothingOfIt() throws {
        let report = try report(try Examples.twoSocketServerWithInference())
        #expect(!report.markdown.contains("nvalid"))
        #expect(try PredictionBasis(try Examples.twoSocketServerWithInference()).invalid == nil)
    }

    @Test func theHeadTheFiguresAndThePredictionsAreMarked() throws {
        let result = try spoilt(["bandwidth", "inference"])
        let text = try report(result).markdown
        #expect(text.contains("- **Invalid:** "))
        #expect(
            text.contains("figures of probe-bandwidth and ") && text.contains("figures of probe-inference are invalid"))
        #expect(text.contains("in 24 of 24 of its periods") || text.contains("stopped the threads in "))
        #expect(text.contains("- **Good for (invalid):** ") && text.contains("**Language models (invalid):**"))
        #expect(text.contains("; invalid)"), "the read rate of the headline")
        #expect(text.contains("**These predictions are invalid, as they rest on figures that are."))
        #expect(try report(result).verdict.contains { $0.hasPrefix("Invalid: ") })
    }

    /// Latencies of loads bear on no prediction; they are marked where they stand.
    @Test func whatPredictionsDoNotRestOnLeavesThemBe() throws {
        let result = try spoilt(["smt"])
        let text = try report(result).markdown
        #expect(text.contains("- **Invalid:** ") && text.contains("probe-smt are invalid"))
        #expect(!text.contains("(invalid)") && !text.contains("predictions are invalid"))
        #expect(try PredictionBasis(result).invalid == nil)
    }

    @Test func predictionsAndExportsSaySo() throws {
        let result = try spoilt(["bandwidth"])
        #expect(try PredictionBasis(result).invalid?.contains("Run without the quota") == true)
        let lines = try FigureTable(result).table.csv.split(separator: "\n")
        #expect(lines[0].hasSuffix(",not_measured,invalid"))
        #expect(lines.contains { $0.hasPrefix("bandwidth,") && $0.contains("a CPU quota stopped the threads") })
        #expect(!lines.contains { $0.hasPrefix("latency,") && $0.contains("a CPU quota") })
        let metrics = try OpenMetrics(result, forecasts: []).text.split(separator: "\n")
        let count = metrics.first { $0.hasPrefix("probe_run_invalid_figures ") }?.split(separator: " ").last
        #expect((count.flatMap { Int($0.prefix { $0 != "." }) } ?? 0) > 5)
    }
}
