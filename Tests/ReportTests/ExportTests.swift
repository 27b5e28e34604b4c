import Catalog
import Records
import Report
import Tables
import Testing
import TokenModel

@Suite struct ExportTests {
    private let result: RunResult

    init() throws { result = try Examples.twoSocketServerWithInference() }

    private func text(_ result: RunResult? = nil, forecasts: [Forecast] = []) throws -> String {
        try OpenMetrics(result ?? self.result, forecasts: forecasts).text
    }

    private func samples(_ text: String) -> [String: String] {
        let lines = text.split(separator: "\n").filter { !$0.hasPrefix("#") }
        return Dictionary(
            lines.map { line in
                let parts = line.split(separator: " ")
                return (parts.dropLast().joined(separator: " "), String(parts[parts.count - 1]))
            }
        ) { first, _ in first }
    }

    private func forecasts() throws -> [Forecast] {
        let catalog = try Catalog.builtIn()
        let model = try #require(catalog.models.first { $0.name == "Llama 3.1 8B" })
        let format = try #require(catalog.format("Q4_K_M"))
        let demand = try #require(ModelDemand(model, format))
        let engine = try EngineBasis(result, profile: try EngineProfile.builtIn())
        let forecaster = Forecaster(
            try PredictionBasis(result), engine: engine.with(Array(engine.placements.prefix(1))),
            question: .init(Scenario()))
        return forecaster.forecasts(.init(demand))
    }

    @Test func valuesAreInBaseUnits() throws {
        let samples = samples(try text())
        #expect(samples["probe_run_timestamp_seconds"] == "1767323045.0")
        let read = #"probe_memory_read_bandwidth_bytes_per_second{isa="avx2",placement="all",stores="none","#
        let line = try #require(samples.first { $0.key.hasPrefix(read) && $0.key.contains("loops") })
        #expect(line.key.hasSuffix(#"study="loops",threads="32"}"#))
        #expect(abs((Double(line.value) ?? 0) - 380.57e9) < 1e8)
        let remote = samples.first { $0.key.contains(#"placement="node0_to_node1""#) && $0.key.contains("_latency_") }
        #expect(abs((remote.flatMap { Double($0.value) } ?? 0) - 195e-9) < 1e-9)
        #expect(samples.keys.contains { $0.hasPrefix("probe_smt_gain_ratio{") })
    }

    @Test func ratesOfAnEngineAreTheirOwnFamily() throws {
        var result = result
        try Examples.rate(&result)
        let samples = samples(try text(result))
        let own = samples.filter { $0.key.hasPrefix("probe_engine_") }
        let key =
            #"probe_engine_tokens_per_second{build="1",depth="2048",format="Q8_0",model="thin Q8_0","#
            + #"phase="generation",threads="32",tokens="16"}"#
        #expect(own[key] == "605.0", "\(own.keys.sorted())")
        #expect(own.count == Examples.engineRates.count { $0.summary != nil } - 1, "the pulse is none")
        let names = try FigureTable(result).table.rows.filter { $0[0] == "engine" }.map { $0[2] }
        #expect(names.contains("engine: generation after 2048 tokens, thin Q8_0, 32 threads"))
        #expect(names.contains("engine: prompt of 128, usual Q5_K_M, 1 thread, build 2"))
        #expect(names.last == "reading memory between the engine's runs, 32 threads")
    }

    @Test func everyFamilyStandsTogetherUnderItsHead() throws {
        let lines = try text(forecasts: try forecasts()).split(separator: "\n").map(String.init)
        #expect(lines.last == "# EOF" && lines.count { $0 == "# EOF" } == 1)
        var seen: Set<String> = []
        var current = ""
        for line in lines.dropLast() {
            if line.hasPrefix("# TYPE ") {
                current = String(line.split(separator: " ")[2])
                #expect(seen.insert(current).inserted, "\(current) stands twice")
                continue
            }
            if line.hasPrefix("# UNIT ") { #expect(current.hasSuffix("_" + line.split(separator: " ")[3])) }
            if !line.hasPrefix("#") { #expect(line.hasPrefix(current + "{") || line.hasPrefix(current + " ")) }
        }
        let own = lines.filter { !$0.hasPrefix("#") }.map { $0.split(separator: " ").dropLast().joined(separator: " ") }
        #expect(Set(own).count == own.count, "a reader refuses samples of the same labels")
    }

    @Test func predictionsHaveTheirIntervals() throws {
        let samples = samples(try text(forecasts: try forecasts()))
        for phase in ["generation", "prompt"] {
            let bounds = ["low", "median", "high"].compactMap { bound in
                samples.first {
                    $0.key.hasPrefix("probe_predicted_tokens_per_second{") && $0.key.contains("bound=\"\(bound)\"")
                        && $0.key.contains("phase=\"\(phase)\"") && $0.key.contains(#"quantization="Q4_K_M""#)
                }.flatMap { Double($0.value) }
            }
            #expect(bounds.count == 3 && bounds == bounds.sorted() && bounds[0] < bounds[2])
        }
    }

    @Test func labelsAreEscaped() throws {
        var hostile = result
        hostile.host = "a\\b\"c\nd"
        #expect(try text(hostile).contains(#"host="a\\b\"c\nd","#))
    }

    @Test(arguments: [
        ("2026-11-21T14:43:54Z", "1795272234.0"), ("1970-01-01T00:00:00Z", "0.0"),
        ("2024-02-29T23:59:59Z", "1709251199.0"), ("yesterday", nil), ("2024-13-01T00:00:00Z", nil), ("", nil),
    ])
    func timesAreSecondsSince1970(text written: String, seconds: String?) throws {
        var result = result
        result.startedAt = written
        #expect(samples(try text(result))["probe_run_timestamp_seconds"] == seconds)
    }

    @Test func theFlatTableHasEveryFigure() throws {
        let table = try FigureTable(result).table
        #expect(table.rows.allSatisfy { $0.count == table.columns.count })
        let missing = table.rows.filter { $0[5].isEmpty }
        #expect(!missing.isEmpty && missing.allSatisfy { !$0[10].isEmpty }, "what has no figure says why")
        #expect(table.rows.contains { $0[0] == "later" && $0[4] == "ns" && $0[5] == "12.0" })
        guard case .array(let rows) = try FigureTable(result).json else { return }
        #expect(rows.count == table.rows.count)
    }
}
