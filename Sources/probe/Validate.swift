import ArgumentParser
import Catalog
import EngineRuns
import ProbeKit
import Records
import Report
import SystemPackage
import Tables

/// Sets predictions against what llama-bench measured.
struct Validate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate", abstract: "Compare predictions with what llama-bench measured.",
        discussion: """
            Predicts from the result, with profile.json beside it or else the built-in profile. Rows that the profile \
            was fitted to are marked and left out of the summary.
            """)

    @OptionGroup var input: ResultFile

    @OptionGroup var measured: EngineRunOptions

    @Option(help: "table, markdown, csv or json.")
    var format = Format.table

    @Option(help: ArgumentHelp("A file to write to instead of standard output.", valueName: "file"))
    var output: String?

    enum Format: String, CaseIterable, ExpressibleByArgument {
        case table, markdown, csv, json
    }

    func validate() throws {
        guard !measured.llamaBench.isEmpty else {
            throw ValidationError("--llama-bench is missing: name what `llama-bench -o json` wrote")
        }
    }

    func run() throws {
        let result = try input.read()
        let profile = try ProfileFile.read(beside: try input.location) ?? EngineProfile.builtIn()
        var matched = try measured.read(on: result)
        matched.leaveOut(try MachineLimits(result, try MachineRates(result)).reasonImpossible)
        let validation = Validation(matched, profile: profile, on: try Validation.Machine(result))
        let bytes: [UInt8]
        switch format {
        case .table: bytes = Array(validation.terminalText.utf8)
        case .markdown: bytes = Array(validation.markdown(try Validation.Setting(result)).utf8)
        case .csv: bytes = Array(validation.csv.utf8)
        case .json: bytes = try RecordCoding.encode(validation.figures)
        }
        guard let output, output != "-" else { return try Console.output(bytes) }
        try WholeFile.write(bytes, to: FilePath(output))
    }
}

extension Validation.Machine {
    /// - Throws: `Failure` where the result lacks the rates that predictions are made from.
    init(_ result: RunResult) throws {
        let rates = try MachineRates(result)
        let peak = (try? PredictionBasis(result))?.peak
        self.init(rates: rates.placements(threads:), peak: peak.map { (of: $0, threads: rates.mostThreads) })
    }
}

extension Validation.Setting {
    init(_ result: RunResult) throws {
        let topology = try result.record("topology", details: TopologyDetails.self)?.details
        let cores = topology.map { ", \($0.cores.count) core\($0.cores.count == 1 ? "" : "s")" } ?? ""
        self.init(
            host: result.host, machine: (topology?.cpu.name ?? "An unknown CPU") + cores,
            measuredAt: result.startedAt, program: result.programVersion)
    }
}
