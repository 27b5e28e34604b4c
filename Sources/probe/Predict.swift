import ArgumentParser
import Catalog
import EngineRuns
import ProbeKit
import Records
import Report
import SystemPackage
import Tables
import TokenModel

/// Predicts an engine's speed from a result.
struct Predict: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "predict",
        abstract: "Predict what llama.cpp will do with known models, a model file, or any of a size.",
        discussion: """
            Token/s of generation and of prompts with 90 % intervals, from the rates that `probe all` measured and an \
            engine's profile: profile.json beside the result, which `probe calibrate` writes, else the one that comes \
            with probe. Beside it the simple model: read bandwidth over the bytes read for each token. A result \
            without rates of inference gives the simple model alone.
            """)

    @OptionGroup var input: ResultFile
    @OptionGroup var models: ModelChoice
    @OptionGroup var options: QuestionOptions
    @OptionGroup var places: PlacementOptions

    @Option(help: "table, json or csv.")
    var format = OutputFormat.table

    func run() throws {
        let result = try input.read()
        let basis = try PredictionBasis(result)
        let profile = try ProfileFile.read(beside: try input.location) ?? EngineProfile.builtIn()
        let subjects = try models.subjects()
        let engine: EngineBasis?
        let reason: Failure?
        do {
            let all = try EngineBasis(result, profile: profile, threads: places.threads)
            engine = all.with(try places.chosen(of: all.placements, usual: usualPlaces))
            reason = nil
        } catch let failure as Failure where failure.status == .badData {
            (engine, reason) = (nil, failure)
        }
        let forecaster = Forecaster(basis, engine: engine, question: options.question)
        let forecasts = subjects.flatMap(forecaster.forecasts)
        switch format {
        case .csv: try Console.output(ForecastRow.table(forecasts).csv)
        case .json: try Console.output(try RecordCoding.encode(forecasts.map { ForecastRow($0).json }))
        case .table: try Console.output(try text(forecasts, basis, engine, reason))
        }
        // CSV and JSON have it in their notes as well, but a person who reads them may not.
        if let reason, format != .table { Console.error("probe: \(reason)\n") }
        guard let invalid = basis.invalid else { return }
        Console.error("probe: \(invalid.printable)\n")
        throw ExitCode(ExitStatus.badFinding.rawValue)
    }

    /// Of one file and so many threads one wants to know where to put them.
    private var usualPlaces: PlacementOptions.Usual {
        models.gguf != nil && places.threads != nil ? .all : .recommended
    }

    private func text(
        _ forecasts: [Forecast], _ basis: PredictionBasis, _ engine: EngineBasis?, _ reason: Failure?
    ) throws -> String {
        let doubt = basis.invalid.map { "\($0.printable)\n\n" } ?? ""
        let composition = try models.composition().map { "\n\($0)\n" } ?? ""
        guard let engine else {
            return doubt + SimpleForecastText(forecasts, basis, question: options.question, reason: reason).text
                + composition
        }
        return doubt
            + ForecastText(forecasts, engine, question: options.question, bandwidth: basis.bandwidth.median).text
            + composition
    }
}
