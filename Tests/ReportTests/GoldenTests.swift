import Catalog
import Records
import Report
import SystemPackage
import Testing
import TestSupport

/// Reports that never change by themselves; the third is the two-socket server's, in ReportTests.
@Suite struct GoldenTests {
    private func report(_ result: RunResult) throws -> HardwareReport {
        try HardwareReport(result, catalog: try Catalog.builtIn())
    }

    @Test func aHybridDesktopIsTheGoldenReport() throws {
        let report = try report(try HybridDesktop.result())
        let golden = GoldenFolder(folder: Repository.fixture("hybrid-example"))
        try golden.expect(report.markdown, "report.md")
        for figure in report.figures where ["topology", "parallel-efficiency"].contains(figure.name) {
            try golden.expect(figure.svg, "\(figure.name).svg")
        }
    }

    @Test func bothKindsOfCoreAreToldApart() throws {
        let text = try report(try HybridDesktop.result()).markdown
        for part in [
            "6 performance", "8 efficiency", "76.8 GB/s", "the efficiency cores have one thread each",
        ] {
            #expect(text.contains(part), "\(part)")
        }
    }

    /// Examples are never taken for measurements.
    @Test func whatWasMadeByHandSaysSo() throws {
        let mark = "**An example made by hand: no figure in it was measured on a machine.**"
        for result in [try HybridDesktop.result(), try Examples.twoSocketServer()] {
            let text = try report(result).markdown
            #expect(text.hasPrefix("# Hardware report: \(result.host)\n\n\(mark)\n\n"))
            #expect(!text.contains("\nMeasured 2026"))
            #expect(try report(result).html.contains("An example made by hand"))
        }
        let measured = try report(try Self.ownResult()).markdown
        #expect(!measured.contains("made by hand") && measured.contains("\nMeasured 2026"))
    }

    /// The newest run of this program's own machine: its report in the repository is what the program makes of it.
    @Test func theCommittedReportIsThatOfItsResult() throws {
        let report = try report(try Self.ownResult())
        let golden = GoldenFolder(folder: try Self.ownFolder())
        for figure in report.figures { try golden.expect(figure.svg, "\(figure.name).svg") }
        golden.expectOnly(report.figures)
        try golden.expect(report.markdown, "report.md")
        try golden.expect(report.html, "report.html")
    }

    /// Named after the time of the run.
    private static func ownFolder() throws -> FilePath {
        let folder = Repository.root.appending("reports/vm")
        return folder.appending(try #require(TextFile.names(in: folder).last))
    }

    private static func ownResult() throws -> RunResult {
        let file = try ownFolder().appending("result.json")
        return try RecordCoding.result(from: try TextFile.bytes(file), source: "the committed result")
    }
}
