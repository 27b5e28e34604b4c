import SystemPackage
import Testing
import TestSupport

/// `probe export`, read by others.
@Suite struct ExportCommandTests {
    private static func measured() throws -> String {
        let reports = Repository.root.appending("reports").appending("vm")
        return reports.appending(try #require(TextFile.names(in: reports).last)).string
    }

    private func export(_ arguments: [String]) async throws -> Finished {
        try await Command.probe("probe", ["export"] + arguments)
    }

    /// By the strict reader of OpenMetrics, and by that of the older format, which the node exporter reads.
    private static let reader = """
        import sys
        from prometheus_client.openmetrics.parser import text_string_to_metric_families as strict
        from prometheus_client.parser import text_string_to_metric_families as older
        text = open(sys.argv[1]).read()
        for family in strict(text):
            assert family.documentation, family.name
            for sample in family.samples:
                assert sample.value > 0 or family.name.startswith("probe_run"), sample
                print(sample.name, sorted(sample.labels.items()))
        assert sum(len(f.samples) for f in older(text)) == sum(len(f.samples) for f in strict(text))
        """

    @Test(
        .enabled("not installed: python3-prometheus-client; `make test-deps` installs it") {
            await Python.with("prometheus_client") != nil
        })
    func prometheusReadsIt() async throws {
        let python = try #require(await Python.with("prometheus_client"))
        let folder = try TemporaryFolder()
        try folder.write(try HandMadeResult.json(.measured, host: "quote\" back\\slash\nline"), to: "result.json")
        for (result, expected) in [
            (try Self.measured(), "probe_storage_read_bytes_per_second"), (folder.path.string, ""),
        ] {
            let file = folder.path.appending("probe.prom").string
            let run = try await export([result, "--output", file])
            #expect(run.code == 0 && run.output.isEmpty, "\(run.errors)")
            let read = try await python.run(Self.reader, [file])
            #expect(read.code == 0, "\(read.errors)")
            for name in [
                "probe_info", "probe_run_timestamp_seconds", "probe_memory_read_bandwidth_bytes_per_second",
                "probe_predicted_tokens_per_second", "probe_inference_bytes_per_second", expected,
            ] {
                #expect(read.output.contains(name), "\(name)")
            }
        }
    }

    @Test func aFileIsReplacedWhole() async throws {
        let folder = try TemporaryFolder()
        try folder.write("an old file that is longer than nothing", to: "probe.prom")
        let file = folder.path.appending("probe.prom")
        let run = try await export([try Self.measured(), "--output", file.string])
        #expect(run.code == 0, "\(run.errors)")
        let printed = try await export([try Self.measured()])
        #expect(try TextFile.read(file) == printed.output)
        #expect(printed.output.hasPrefix("# TYPE probe_info gauge\n") && printed.output.hasSuffix("\n# EOF\n"))
        #expect(TextFile.names(in: folder.path) == ["probe.prom"], "nothing else is left")
        let nowhere = try await export([try Self.measured(), "--output", "\(folder.path)/none/probe.prom"])
        #expect(nowhere.code == 73, "\(nowhere.errors)")
    }

    @Test func aResultWithoutInferenceHasWhatWasMeasured() async throws {
        let folder = try TemporaryFolder()
        try folder.write(try HandMadeResult.json(.missing), to: "result.json")
        let run = try await export([folder.path.string])
        #expect(run.code == 0 && run.errors.contains("no predictions are written"))
        #expect(run.output.contains("probe_memory_read_bandwidth") && !run.output.contains("probe_predicted"))
    }

    @Test func tablesHaveEveryFigure() async throws {
        let csv = try await export([try Self.measured(), "--format", "csv"])
        #expect(csv.output.hasPrefix("probe,quantity,name,labels,unit,median,low,high,best,n,not_measured,invalid\n"))
        #expect(csv.output.split(separator: "\n").count > 400)
        let json = try await export([try Self.measured(), "--format", "json"])
        #expect(json.code == 0 && json.output.hasPrefix("[") && json.errors.isEmpty)
    }

    @Test func noResultIsTold() async throws {
        let folder = try TemporaryFolder()
        let none = try await Command.probe("probe", ["export"], folder: folder.path)
        #expect(none.code == 66 && none.errors.contains("reports/"))
        try folder.write("[]", to: "result.json")
        let broken = try await export([folder.path.string])
        #expect(broken.code == 65 && broken.output.isEmpty && broken.errors.contains("result.json"))
    }
}
