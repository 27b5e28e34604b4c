import ArgumentParser
import Catalog
import EngineRuns
import ProbeKit
import Records
import Report
import SystemPackage

/// Makes a report from a result, again or elsewhere.
struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Make the report of a result again.",
        discussion: """
            Prints the report, or writes it to --output: as Markdown with its figures beside it, or as one HTML file \
            with its figures in it.
            """)

    @OptionGroup var input: ResultFile

    @Option(help: ArgumentHelp("A file to write to instead of standard output.", valueName: "file"))
    var output: String?

    @Option(help: "markdown or html; by default as the name of --output ends, else markdown.")
    var format: ReportFormat?

    @OptionGroup var machine: MachineOptions

    func run() throws {
        var result = try input.read()
        result.given = machine.given(over: result.given)
        let catalog = try Catalog.builtIn()
        let profile = try ProfileFile.read(beside: try input.location)
        let file = output == "-" ? nil : output.map { FilePath($0) }
        let format = format ?? ReportFormat(of: file)
        guard let file else {
            // Printed Markdown goes where figures cannot follow.
            let report = try HardwareReport(
                result, catalog: catalog, profile: profile, figures: format == .html ? .besideReport : .none)
            return try Console.output(format == .html ? report.html : report.markdown)
        }
        try HardwareReport(result, catalog: catalog, profile: profile).write(format, to: file)
    }
}
