import ArgumentParser
import Catalog
import EngineRuns
import ProbeKit
import Records
import Report
import SystemPackage
import Tables
import TokenModel

/// Writes a result's figures for other programs.
struct Export: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write a result's figures for monitoring or a spreadsheet.",
        discussion: """
            OpenMetrics in base units for the textfile collector of a node exporter: medians of what was measured, and \
            predictions with the ends of their 90 % intervals. JSON and CSV are a flat table of every figure with its \
            95 % interval, in the units of the result.
            """)

    @OptionGroup var input: ResultFile

    @Option(help: "openmetrics, json or csv.")
    var format = Format.openmetrics

    @Option(help: ArgumentHelp("A file that is replaced whole, instead of standard output.", valueName: "file"))
    var output: String?

    @Option(help: ArgumentHelp("Models by name, each in Q4_K_M, whose predictions are written.", valueName: "names"))
    var model: CommaList?

    enum Format: String, CaseIterable, ExpressibleByArgument {
        case openmetrics, json, csv
    }

    func run() throws {
        let location = try input.location
        let result = try input.read()
        let bytes: [UInt8]
        switch format {
        case .openmetrics: bytes = Array(try OpenMetrics(result, forecasts: try forecasts(result, location)).text.utf8)
        case .json: bytes = try RecordCoding.encode(try FigureTable(result).json)
        case .csv: bytes = Array(try FigureTable(result).table.csv.utf8)
        }
        guard let output, output != "-" else { return try Console.output(bytes) }
        guard !output.isEmpty else {
            throw Failure(.usage, cannot: "write to --output ''", because: "it names no file", remedy: "Name one")
        }
        try WholeFile.write(bytes, to: FilePath(output))
    }

    /// None of a result without rates of inference: what was measured can still be exported.
    private func forecasts(_ result: RunResult, _ location: FilePath) throws -> [Forecast] {
        let models = try ComparedModels.demands(model)
        let profile = try ProfileFile.read(beside: location) ?? EngineProfile.builtIn()
        do {
            let engine = try EngineBasis(result, profile: profile)
            let basis = try PredictionBasis(result)
            let forecaster = Forecaster(
                basis, engine: engine.with(Array(engine.placements.prefix(1))),
                question: Forecaster.Question(Scenario()))
            return models.flatMap { forecaster.forecasts(Forecaster.Subject($0)) }
        } catch let failure as Failure where failure.status == .badData {
            Console.error("probe: no predictions are written: \(failure)\n")
            return []
        }
    }
}
