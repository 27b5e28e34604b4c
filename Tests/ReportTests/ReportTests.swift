import Quantities
import TokenModel
import Catalog
import Records
import Statistics
import Report
import SystemPackage
import Testing
import TestSupport

#if canImport(Glibc)
    import Glibc
#endif

@Suite struct ReportTests {
    private func markdown(_ result: RunResult) throws -> String {
        try HardwareReport(result, catalog: try Catalog.builtIn()).markdown
    }

    private let golden = GoldenFolder(folder: Repository.fixture("two-socket-example"))

    @Test func aTwoSocketServerIsTheGoldenReport() throws {
        try golden.expect(try markdown(try Examples.ratedServer()), "report.md")
    }

    @Test func itsFiguresAreTheGoldenFigures() throws {
        let report = try HardwareReport(try Examples.twoSocketServer(), catalog: try Catalog.builtIn())
        let names = [
            "speed-by-size", "roofline", "topology", "measured-of-theory", "bandwidth-matrix-read",
            "bandwidth-matrix-triad", "bandwidth-scaling", "bandwidth-caches", "latency-curve", "latency-matrix",
            "latency-loaded", "core-to-core", "clock-sag", "parallel-efficiency",
        ]
        #expect(report.figures.map(\.name) == names)
        for figure in report.figures {
            try golden.expect(figure.svg, "\(figure.name).svg")
            #expect(report.markdown.contains("](\(figure.name).svg)"), "every figure is shown")
        }
    }

    @Test func withoutAPlaceForFiguresNoneIsShown() throws {
        let result = try Examples.twoSocketServer()
        let report = try HardwareReport(result, catalog: try Catalog.builtIn(), figures: .none)
        #expect(report.figures.isEmpty)
        #expect(!report.markdown.contains("!["))
    }

    @Test func theMatrixHasEveryPairAndTheReasonForTheOneThatIsMissing() throws {
        let text = try markdown(try Examples.twoSocketServer())
        let row = text.split(separator: "\n").last { $0.hasPrefix("| cores 1 ") }
        let cells = (row ?? "").split(separator: "|").map { $0.filter { $0 != " " } }
        #expect(cells.dropFirst().first == "n/a" && cells.last == "180\u{A0}±\u{A0}0.1\u{A0}%")
        #expect(text.contains("an example of a &lt;reason>: triad, nontemporal, avx2 on node 0 from node 1."))
        #expect(text.contains("The slowest pair reads 49 % of what the same cores read nearby"))
    }

    @Test func theKneeIsTheFewestThreadsWithinThreePercent() throws {
        let text = try markdown(try Examples.twoSocketServer())
        #expect(text.contains("On node 0 8 threads read within 3 % of the best: more do not help."))
    }

    /// Regular triad at 150 and non-temporal at 180 GB/s: 1.2 times the credited bytes, of 1.33 if all were read.
    @Test func storesTellHowMuchWasReadBeforeItWasWritten() throws {
        let text = try markdown(try Examples.twoSocketServer())
        #expect(text.contains("| 0    | triad, avx2 |     150 |         180 |  1.20 | 1.33 |              180 |"))
    }

    /// The same loop by as many threads at another moment of the run: the figure is known no better than the two agree.
    @Test func aRepeatInTheSameRunWidensWhatPredictionsRestOn() throws {
        var result = try Examples.twoSocketServer()
        let alone = { (labels: [String: String], rate: Double) in
            Measurement(
                "bandwidth", unit: "GB/s", labels: Examples.labels("read", "none", "0").merging(labels) { $1 },
                samples: (0..<12).map { Sample(value: rate + 0.01 * Double($0), seconds: 0.01) }, stopped: .interval,
                better: .largest)
        }
        let caveat = Caveat(.changedDuringRun(figure: "read on node 0", first: 110, later: 58, unit: "GB/s"))
        result.records["bandwidth"] = try Examples.record(
            "bandwidth", BandwidthDetails(placements: [], seed: 1), caveats: [caveat],
            measurements: [alone(["study": "loops"], 110), alone(["study": "scaling"], 58)])
        let text = try markdown(result)
        #expect(text.contains("it reads 110 GB/s (58.1 – 110 with its repeats in the same run)"))
        #expect(text.contains("**Noisy:** The machine changed during the run: read on node 0 came out at 110 GB/s"))
        #expect(try PredictionBasis(result).bandwidth.low.gigabytesPerSecond < 60)
    }

    @Test func oneSampleHasNoInterval() throws {
        var result = try Examples.twoSocketServer()
        let one = Measurement(
            "bandwidth", unit: "GB/s", labels: Examples.labels("read", "none", "0"),
            samples: [Sample(value: 50, seconds: 0.01)], stopped: .budget, better: .largest)
        result.records["bandwidth"] = try Examples.record(
            "bandwidth", BandwidthDetails(placements: [], seed: 1), measurements: [one])
        let text = try markdown(result)
        #expect(text.contains("it reads 50.0 GB/s (one sample, no interval)"))
        #expect(text.contains("No figure has an interval.") && !text.contains("50.0 – 50.0"))
    }

    /// 64 cores make 2016 pairs, which take a third as long as the catalog and all the rest of the report.
    @Test func manyCoresMakeAReportInAMoment() async throws {
        let two = try handoverResult(cores: 2)
        let many = try handoverResult(cores: 64)
        let reference = { try processorTime { _ = try HardwareReport(two, catalog: try Catalog.builtIn()).markdown } }
        let times = try await timesAsLong(limit: 3, as: reference) {
            try processorTime {
                let report = try HardwareReport(many, catalog: try Catalog.builtIn())
                #expect(report.markdown.contains("|  2016 |"))
                #expect(report.figures.contains { $0.name == "core-to-core" })
            }
        }
        #expect(times < 3)
    }

    /// With a hand-over between each two of so many cores.
    private func handoverResult(cores: Int) throws -> RunResult {
        var result = try Examples.twoSocketServer()
        let pairs = (0..<cores).flatMap { first in ((first + 1)..<cores).map { (first, $0) } }
        let cells = pairs.map { first, second in
            Measurement(
                "latency", unit: "ns",
                labels: ["kind": "handover", "cpu": "\(first)", "peer_cpu": "\(second)", "shares": "L3"],
                samples: [Sample(value: 50, seconds: 0.01)], stopped: .count, better: .smallest)
        }
        result.records["latency"] = try Examples.record(
            "latency",
            LatencyDetails(placements: [], seed: 1, levels: [], handoverCPUs: IDSet(0..<cores), plan: []),
            measurements: cells)
        return result
    }

    /// As where the time ended before all nodes had their turn.
    @Test func aRecordWithoutTheFigureSaysWhy() throws {
        let result = try Examples.changed(try Examples.twoSocketServer(), "bandwidth") { figure in
            Measurement(figure.quantity, unit: figure.unit, labels: figure.labels, notMeasured: "there was no time")
        }
        let markdown = try HardwareReport(result, catalog: try Catalog.builtIn()).markdown
        #expect(markdown.contains("- **Memory:** not measured: there was no time.\n"), "\(markdown.prefix(2000))")
    }

    @Test func hostileLabelsNeverAct() throws {
        var result = try Examples.twoSocketServer()
        let evil = "\n# <script>\u{1B}[2J"
        let cells = ["loops", "matrix", "scaling", "levels", "pages", "interleaved", "shapes"].map { study in
            Measurement(
                "bandwidth", unit: "GB/s",
                labels: [
                    "kernel": "read", "cpu_node": evil, "memory_node": evil, "study": study, "streams": evil,
                    "threads": "-9223372036854775808", "pages": evil, "page_size": evil, "level": evil,
                    "working_set_bytes": "-1",
                ], samples: [Sample(value: 1, seconds: 1)], stopped: .count, better: .largest)
        }
        let loads = LatencyCell.Kind.allCases.map { kind in
            Measurement(
                "latency", unit: "ns",
                labels: [
                    "kind": kind.rawValue, "threads": "-9223372036854775808", "cpu": "-1", "peer_cpu": "9999999999",
                    "load_gb_s": "nan", "load_percent": "100", "level": evil, "pages": evil, "shares": evil,
                    "working_set_bytes": "-1",
                ], samples: [Sample(value: 1, seconds: 1)], stopped: .count, better: .smallest)
        }
        result.records["bandwidth"] = try Examples.record(
            "bandwidth", BandwidthDetails(placements: [], seed: 1), measurements: cells)
        result.records["latency"] = try Examples.record(
            "latency",
            LatencyDetails(placements: [], seed: 1, levels: [], handoverCPUs: IDSet([]), plan: []),
            measurements: loads)
        let report = try HardwareReport(result, catalog: try Catalog.builtIn())
        #expect(!report.markdown.contains("<script>") && !report.markdown.contains("\u{1B}"))
        #expect(!report.markdown.contains("\n# &lt;"))
        #expect(report.figures.allSatisfy { !$0.svg.contains("<script>") && !$0.svg.contains("nan") })
    }

    @Test func theSameResultIsTheSameBytes() throws {
        #expect(try markdown(try Examples.twoSocketServer()) == markdown(try Examples.twoSocketServer()))
    }

    @Test func measuredIsComparedWithWhatTheUserGave() throws {
        let text = try markdown(try Examples.twoSocketServer())
        // 24 channels of DDR5-4800 give 921.6 GB/s, of which 380.8 is 41 %.
        #expect(text.contains("| all  |      32 | read, avx2"))
        #expect(text.contains("Reading is 41 % of the theoretical 922 GB/s (given by you: 24x DDR5-4800)"))
    }

    @Test func withoutMemoryFactsTheTheoryIsUnknownWithAReason() throws {
        var result = try Examples.twoSocketServer()
        result.given.memory = nil
        let text = try markdown(result)
        #expect(text.contains("unknown: permission denied to read the SMBIOS table: run as root, or pass --memory"))
        #expect(!text.contains("% of the theoretical"))
    }

    @Test func modulesToldByAHypervisorMakeNoRatio() throws {
        var result = try Examples.twoSocketServer()
        result.given.memory = nil
        var details = Examples.twoSocketTopology
        details.memoryModules = MemoryModules(
            modules: [MemoryModule(locator: "DIMM 0", size: 64 << 30, type: "DDR5", configuredMTs: 4800)],
            source: "SMBIOS (table)", unknown: nil, toldByHypervisor: true)
        result.records["topology"] = try Examples.record("topology", details)
        #expect(
            try markdown(result).contains("the hypervisor tells which modules there are, and may have invented them"))
    }

    @Test func aFailedProbeIsNamedWithItsReasonAndEscaped() throws {
        let text = try markdown(try Examples.twoSocketServer())
        #expect(text.contains("**probe-broken failed:** exit code 3: &lt;oops>"))
        #expect(!text.contains("<oops>"))
    }

    @Test func aProbeOfTheFutureHasItsSection() throws {
        let text = try markdown(try Examples.twoSocketServer())
        #expect(text.contains("## later"))
        #expect(text.contains("| hops"))
    }

    @Test func anotherMachinesDescriptionIsNotMixedWithThisOnes() throws {
        var result = try Examples.twoSocketServer()
        var details = Examples.twoSocketTopology
        details.isThisMachine = false
        details.source = "XML file x.xml"
        result.records = ["topology": try Examples.record("topology", details)]
        let text = try markdown(result)
        #expect(text.contains("another machine, described by the XML file x.xml; nothing of it was measured"))
        #expect(!text.contains("| Kernel"))
        #expect(!text.contains("This process may use"))
    }

    @Test func textFromOutsideNeverActs() throws {
        let evil = "<script>alert(1)</script>\u{1B}[2J\u{202E}"
        var result = try Examples.twoSocketServer()
        result.host = evil
        result.startedAt = evil
        result.programVersion = evil
        result.command = [evil]
        result.runs[3].reason = evil
        result.runs[2].name = evil
        let text = try markdown(result)
        #expect(!text.contains("\u{1B}") && !text.contains("\u{202E}"))
        let code = text.split(separator: "```", omittingEmptySubsequences: false)
        #expect(code.enumerated().allSatisfy { !$0.isMultiple(of: 2) || !$1.contains("<script>") })
    }

    @Test func aCaveatOfTwoProbesIsToldOnce() throws {
        let text = try markdown(try Examples.twoSocketServer())
        #expect(text.components("frequency governor is powersave") == 1)
    }

    @Test func nothingMeasuredIsSaidAndNothingInvented() throws {
        var result = try Examples.twoSocketServer()
        result.records["bandwidth"] = nil
        result.runs[1].outcome = .failed
        result.runs[1].reason = "exit code 69: cannot measure node 7"
        let text = try markdown(result)
        #expect(text.contains("Not measured: exit code 69: cannot measure node 7."))
        #expect(text.contains("Not predicted: there is no measured read bandwidth."))
        #expect(throws: Failure.self) { try PredictionBasis(result) }
    }

    @Test func predictionsRestOnTheReadRateOfTheWholeMachine() throws {
        let basis = try PredictionBasis(try Examples.twoSocketServer())
        #expect(abs(basis.bandwidth.median.gigabytesPerSecond - 380 * 1.0015) < 1)
        #expect(basis.memory?.bytes == 128 << 30)
    }
}

extension String {
    /// How often a text occurs in it.
    fileprivate func components(_ text: String) -> Int {
        var rest = self[...]
        var count = 0
        while let range = rest.firstRange(of: text) {
            count += 1
            rest = rest[range.upperBound...]
        }
        return count
    }
}
