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
        discussion: "Prints Markdown, or writes it to --output.")

    @OptionGroup var input: ResultFile

    @Option(help: ArgumentHelp("A file to write to instead of standard output.", valueName: "file"))
    var output: String?

    @OptionGroup var memory: MemoryOption

    func run() throws {
        var result = try input.read()
        if let given = memory.memory { result.given.memory = given }
        let report = try HardwareReport(result, catalog: try Catalog.builtIn()).markdown
        guard let output, output != "-" else { return try Console.output(report) }
        try WholeFile.write(Array(report.utf8), to: FilePath(output))
    }
}
