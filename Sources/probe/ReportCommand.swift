import ArgumentParser
import Catalog
import ProbeKit
import Records
import Report
import SystemPackage

/// Makes a report from a result, again or elsewhere.
struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Make the report of a result again.",
        discussion: "Prints Markdown, or writes it to --output, with its figures beside it.")

    @OptionGroup var input: ResultFile

    @Option(help: ArgumentHelp("A file to write to instead of standard output.", valueName: "file"))
    var output: String?

    @OptionGroup var machine: MachineOptions

    func run() throws {
        var result = try input.read()
        result.given = machine.given(over: result.given)
        let catalog = try Catalog.builtIn()
        let profile = try ProfileFile.read(beside: try input.location)
        guard let output, output != "-" else {
            return try Console.output(
                HardwareReport(result, catalog: catalog, profile: profile, figures: .none).markdown)
        }
        try HardwareReport(result, catalog: catalog, profile: profile).write(to: FilePath(output))
    }
}
