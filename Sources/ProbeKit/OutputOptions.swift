import ArgumentParser

/// How a program prints what it found, and what it shows meanwhile.
package struct OutputOptions: ParsableArguments {
    @Option(help: "table, json or csv; JSON and CSV are all that standard output then gets.")
    package var format = OutputFormat.table

    @Option(help: .hidden)
    package var progress = ProgressStyle.automatic

    package init() {}
}

/// A form in which records are printed.
package enum OutputFormat: String, CaseIterable, ExpressibleByArgument, Sendable {
    case table
    case json
    case csv
}
