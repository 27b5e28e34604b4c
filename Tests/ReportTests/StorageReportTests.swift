import Catalog
import Records
import Report
import Testing

/// The report's section on storage, from records made by hand.
@Suite struct StorageReportTests {
    private func section(_ change: (inout RunResult) throws -> Void) throws -> String {
        var result = try Examples.twoSocketServer()
        try change(&result)
        let text = try HardwareReport(result, catalog: try Catalog.builtIn()).markdown
        let begin = try #require(text.ranges(of: "## Storage\n").first)
        let rest = text[begin.upperBound...]
        return String(rest[..<(rest.ranges(of: "\n## ").first?.lowerBound ?? rest.endIndex)])
    }

    private func section(_ rates: [Measurement]) throws -> String {
        try section { result in
            result.records["storage"] = try Examples.record("storage", Examples.storageDetails, measurements: rates)
        }
    }

    @Test func loadTimesAreSizeOverTheFastestRate() throws {
        let text = try section(Examples.storageRates)
        #expect(text.contains("of 1 GiB in ~/models &lt;new> on ext4, Example Drive (nvme0n1p2), no turning disks"))
        // 4.91 GB over 5.01 and 20.04 GB/s, the medians of the samples.
        #expect(text.contains("| Llama 3.1 8B  |     4.91 GB |          0.98 |     0.25 |"), "\(text)")
        #expect(text.contains("- Storage: an example \\| reason."), "\(text)")
    }

    @Test func withoutTheCacheTheSecondLoadIsUnknown() throws {
        let text = try section([Examples.storageRate("direct", block: 1 << 20, readers: 4, 5)])
        #expect(text.contains("|          0.98 |        – |"), "\(text)")
    }

    @Test func whatDoesNotFitIntoMemoryIsNotThereASecondTime() throws {
        let text = try section { result in
            var topology = Examples.twoSocketTopology
            topology.usable.memoryLimit = 30 << 30
            result.records["topology"] = try Examples.record("topology", topology)
        }
        let row = try #require(text.split(separator: "\n").first { $0.hasPrefix("| Llama 3.1 70B") })
        #expect(row.hasSuffix("|        – |"), "\(row)")
    }

    @Test func whatWasNotMeasuredIsOneLine() throws {
        let missing = Measurement(
            "storage", unit: "GB/s", labels: Examples.storageLabels("direct", 1, 1), notMeasured: "the disk is <full>")
        #expect(try section([missing]) == "\nNot measured: the disk is &lt;full>.\n")
        let none = try section { result in
            result.records["storage"] = nil
            result.runs.removeAll { $0.name == "storage" }
        }
        #expect(none == "\nNot measured: probe-storage was not run.\n")
    }
}
