import ArgumentParser
import Catalog
import ProbeKit
import Quantities
import Records
import Report
import SystemPackage
import Tables
import TokenModel

/// What a machine should do that is not there: for procurement.
struct Theory: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "theory",
        abstract: "Tell what a machine should do that nobody has measured: bandwidth, peak, tokens per second.",
        discussion: """
            From the CPU's row in a table, or from what you say of it. Several machines stand side by side: \
            probe theory "EPYC 9755" "2x EPYC 9355P, 24x DDR5-6400" "Ryzen 9 9950X". Every fact is told with where it \
            comes from; where a table has a range, the lower figure is used. Without any machine: this host's newest \
            result.
            """)

    @Argument(
        help: ArgumentHelp(
            "CPUs or families: \"EPYC 9755\", \"2x EPYC 9005, 24x DDR5-6400\"; or a result.json.", valueName: "machines"
        ))
    var machines: [String] = []

    @Option(help: ArgumentHelp("The CPU, or its family.", valueName: "name"))
    var cpu: String?

    @OptionGroup var machine: HypotheticalMachine
    @OptionGroup var models: ModelChoice
    @OptionGroup var scenario: ScenarioOptions

    @Option(help: ArgumentHelp("What each machine costs, in their order: 12000,3500.", valueName: "numbers"))
    var price: CommaList?

    @Option(help: ArgumentHelp("The speed-up that all --cores reach together: tells E_par.", valueName: "number"))
    var speedup: Double?

    @Option(help: ArgumentHelp("A peak in GFLOP/s that was measured: tells its share of theory.", valueName: "number"))
    var measuredPeak: Double?

    @Option(help: ArgumentHelp("A file of more CPUs and families; see Documentation/AddingCPUs.md.", valueName: "file"))
    var cpus: String?

    @Flag(help: "Tell the platform classes of the source document instead.")
    var classes = false

    @Option(help: "table, markdown, json or csv.")
    var format = PageFormat.table

    func validate() throws {
        if let size = models.size, size.bytes < 1 << 20 {
            throw ValidationError("--size \(size): a model has 1 MiB or more")
        }
        for (name, value) in [("--speedup", speedup), ("--measured-peak", measuredPeak)] {
            if let value, !(value > 0 && value < 1e12) {
                throw ValidationError("\(name) \(value): it is more than nothing")
            }
        }
    }

    func run() throws {
        var catalog = try Catalog.builtIn()
        if let cpus { catalog = try catalog.adding(file: FilePath(cpus)) }
        let published = try PublishedRun.builtIn().map { PublishedShare($0, catalog) }
        if classes {
            let blocks = ClassTable(catalog, shares: published).blocks
            return try Console.output(format == .markdown ? blocks.markdown(level: 1) : blocks.terminalText)
        }
        let names = [cpu].compactMap(\.self) + machines
        let facts = try all(names, catalog)
        let prices = try prices(count: facts.count)
        let subjects = try models.isEverything ? TheoryModels.usual(catalog) : models.subjects()
        let pages = zip(facts, prices).map { page($0, price: $1, published, subjects) }
        switch format {
        case .json:
            let rows = pages.map { TheoryRow($0).json }
            try Console.output(try rows.count == 1 ? RecordCoding.encode(rows[0]) : RecordCoding.encode(rows))
        case .csv: try Console.output(TheoryRow.table(pages).csv)
        case .table: try Console.output(blocks(pages).terminalText)
        case .markdown: try Console.output(blocks(pages).markdown(level: 1))
        }
    }

    private func blocks(_ pages: [TheoryPage]) -> [TheoryBlock] {
        pages.count == 1 ? pages[0].blocks : SideBySide(pages).blocks
    }

    private func all(_ names: [String], _ catalog: Catalog) throws -> [MachineFacts] {
        if !names.isEmpty { return try names.map { try machine.facts(of: $0, catalog) } }
        guard machine.isEmpty else { return [try machine.facts(of: nil, catalog)] }
        do {
            return [
                try machine.facts(of: try ResultFile.read(try ResultFile.newest(host: HostName.current())), catalog)
            ]
        } catch let failure as Failure where failure.status == .inputMissing {
            throw Failure(
                .usage, cannot: "tell the theory of no machine",
                because: "none was named or described, and this host has no result",
                remedy:
                    "Name a CPU, such as `probe theory \"EPYC 9755\"`, or give --channels and --mts, or run `probe all`"
            )
        }
    }

    private func prices(count: Int) throws -> [Price?] {
        guard let price else { return Array(repeating: nil, count: count) }
        let prices = price.names.map { Double($0).flatMap(Price.init) }
        guard prices.count == count, prices.allSatisfy({ $0 != nil }) else {
            throw Failure(
                .usage, cannot: "take --price \(price.names.joined(separator: ","))",
                because:
                    "there \(count == 1 ? "is 1 machine" : "are \(count) machines"), each with a price above nothing",
                remedy: "Give as many numbers as machines")
        }
        return prices
    }

    private func page(
        _ facts: MachineFacts, price: Price?, _ published: [PublishedShare], _ subjects: [Forecaster.Subject]
    ) -> TheoryPage {
        let share = ReachedShare(of: facts.platform?.category, among: published)
        let forecaster = TheoreticalForecaster(facts, share: share, scenario: scenario.scenario)
        return TheoryPage(
            facts: facts,
            forecasts: subjects.compactMap { forecaster.forecast($0.demand, fileSize: $0.fileSize) }, price: price,
            share: share, published: published.filter { $0.isOf(facts) }, speedup: speedup,
            measuredPeak: measuredPeak)
    }
}
