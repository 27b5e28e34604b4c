import ArgumentParser
import Catalog
import EngineRuns
import ProbeKit
import Records
import Report
import SystemPackage
import Tables
import TokenModel

/// Sets results beside each other.
struct Compare: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare", abstract: "Tell what moved between runs of one machine, or rank many machines.",
        discussion: """
            Runs of one machine: what moved from the first to the last beyond noise, by a Mann–Whitney test on the raw \
            samples, corrected for the number of figures (Holm), and by more than both 95 % intervals and 2 %. Samples \
            that resemble their neighbours count for less. Noise is what the runs saw of it themselves: on a machine \
            that is shared with others, repeat each run.

            Results are of one machine where CPU and host, or CPU and number of cores, are the same. Of others the \
            machines are ranked by the predicted generation of the first --model, each by profile.json beside its \
            result or else the built-in profile.

            Exit code 1 with --threshold: a figure of the last run is worse than the first's by more than that, beyond \
            noise.
            """)

    @Argument(help: ArgumentHelp("Each a result.json, or the folder it is in.", valueName: "result.json"))
    var results: [String]

    @Flag(exclusivity: .exclusive)
    var view: View?

    @Option(help: ArgumentHelp("The share by which no figure may become worse: 5%.", valueName: "percent"))
    var threshold: Percentage?

    @Option(help: ArgumentHelp("What each machine costs, in the files' order: 1000,2500.", valueName: "numbers"))
    var price: CommaList?

    @Option(help: ArgumentHelp("Models by name, each in Q4_K_M.", valueName: "names"))
    var model: CommaList?

    @Flag(help: "List every figure that was compared, also what is within noise.")
    var all = false

    @Option(help: "table, markdown, json or csv.")
    var format = Format.table

    enum Format: String, CaseIterable, ExpressibleByArgument {
        case table, markdown, json, csv
    }

    /// What is told where files alone do not say.
    enum View: String, EnumerableFlag {
        case sameMachine
        case ranking

        static func help(for value: View) -> ArgumentHelp? {
            value == .sameMachine
                ? "Compare figure by figure, whatever hosts and CPUs are called." : "Rank, also runs of one machine."
        }
    }

    func validate() throws {
        guard results.count > 1 else {
            throw ValidationError("one result has nothing to be compared with: name two or more")
        }
        _ = try prices
        if price != nil, view == .sameMachine || threshold != nil {
            throw ValidationError("--price ranks machines: leave --same-machine and --threshold out")
        }
        if threshold != nil, view == .ranking {
            throw ValidationError("--threshold is of runs of one machine: leave --ranking out")
        }
    }

    func run() throws {
        let runs = try results.map(Self.read)
        let models = try ComparedModels.demands(model)
        let first = runs[0]
        let areSame = runs.dropFirst().allSatisfy { $0.isSameMachine(as: first) }
        let compares = view.map { $0 == .sameMachine } ?? (areSame && price == nil)
        if threshold != nil, !compares { throw Self.notOneMachine(runs) }
        guard compares else { return try rank(runs, models) }
        let comparison = try RunComparison(runs, models: models)
        let listing: RunComparison.Listing = all ? .all : .moved
        let limit = threshold?.share
        switch format {
        case .table: try Console.output(comparison.page(listing, threshold: limit).terminalText)
        case .markdown: try Console.output(comparison.page(listing, threshold: limit).markdown)
        case .json: try Console.output(try RecordCoding.encode(comparison.json(listing, threshold: limit)))
        case .csv: try Console.output(comparison.table(listing).csv)
        }
        guard let limit, !comparison.regressions(beyond: limit).isEmpty else { return }
        Console.error("probe: \(comparison.regressionText(limit))\n")
        throw ExitCode(ExitStatus.badFinding.rawValue)
    }

    private func rank(_ runs: [ComparedRun], _ models: [ModelDemand]) throws {
        let ranking = try MachineRanking(runs, prices: try prices, models: models)
        switch format {
        case .table: try Console.output(ranking.page.terminalText)
        case .markdown: try Console.output(ranking.page.markdown)
        case .json: try Console.output(try RecordCoding.encode(ranking.json))
        case .csv: try Console.output(ranking.table.csv)
        }
    }

    private static func read(_ path: String) throws -> ComparedRun {
        let location = ResultFile.location(path)
        let result = try RecordCoding.result(from: try WholeFile.read(location), source: location.string)
        return try ComparedRun(result, name: path, profile: try ProfileFile.read(beside: location))
    }

    private static func notOneMachine(_ runs: [ComparedRun]) -> Failure {
        let stranger = runs.first { !$0.isSameMachine(as: runs[0]) }
        return Failure(
            .usage, cannot: "tell regressions by --threshold",
            because: "\(runs[0].name) and \(stranger?.name ?? "another") are of different machines",
            remedy: "Pass runs of one machine, or say with --same-machine that they are")
    }
}

extension Compare {
    private var prices: [Price] {
        get throws {
            guard let price else { return [] }
            guard price.names.count == results.count else {
                throw ValidationError(
                    "--price names \(price.names.count) and there are \(results.count) results: name one for each")
            }
            return try price.names.map { name in
                if let price = Double(name).flatMap(Price.init) { return price }
                throw ValidationError("--price \(name): a price is more than nothing")
            }
        }
    }
}

/// A share given on the command line: "5%" or "5".
struct Percentage: ExpressibleByArgument {
    let share: Double

    init?(argument: String) {
        let number = argument.hasSuffix("%") ? argument.dropLast() : argument[...]
        guard let percent = Double(number), percent >= 0, percent < 1e6 else { return nil }
        share = percent / 100
    }
}
