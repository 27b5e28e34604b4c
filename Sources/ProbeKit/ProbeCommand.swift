import ArgumentParser
import Records
import Tables

#if canImport(Glibc)
    import Glibc
#endif

/// A probe program: options in, one record out.
package protocol ProbeCommand: ParsableCommand {
    associatedtype Details: Codable & Sendable

    /// What the program says of itself.
    static var description: ProbeDescription { get }
    var output: OutputOptions { get }
    /// Does the work.
    func probe() throws -> Record<Details>
    /// The record for a person at a terminal.
    func text(_ record: Record<Details>) -> String
    /// The record as rows.
    func rows(_ record: Record<Details>) -> Table
    /// What the finished record means for the exit code.
    func status(_ record: Record<Details>) -> ExitStatus
}

extension ProbeCommand {
    package static func main() {
        Program.start {
            if Program.arguments.dropFirst().elementsEqual(["--describe"]) {
                try Console.output(try RecordCoding.encode(description))
                return .done
            }
            let command = try parse(Array(Program.arguments.dropFirst()))
            // What probe all leaves out tells of limits, and does not stop at them.
            if description.isPartOfAll ?? true { try StartLimits.ofProbe.check() }
            let lock = try lock(for: command)
            defer { lock?.release() }
            let record = try command.probe()
            switch command.output.format {
            case .table: try Console.output(command.wholeText(record))
            case .json: try Console.output(try RecordCoding.encode(record))
            case .csv: try Console.output(command.wholeRows(record).csv)
            }
            if command.status(record) == .badFinding { Console.error(record.badFinding ?? "") }
            // As a shell tells it: 128 and the signal.
            return record.endedBySignal.flatMap { ExitStatus(rawValue: 128 + $0) } ?? command.status(record)
        } onOther: { error in
            Program.end(Self.self, error)
        }
    }

    /// The turn to measure; nil where nothing is measured, or only a plan is told.
    private static func lock(for command: Self) throws -> MachineLock? {
        guard let measuring = command as? any MeasuringCommand, !measuring.dryRun.isOn else { return nil }
        return try MachineLock.take(measuring.options.patience)
    }

    package func run() throws {}

    /// A plan, and what else a record of one tells, which may be nothing.
    private func wholeText(_ record: Record<Details>) -> String {
        guard let plan = record.dryRun else { return text(record) }
        let text = plan.text(title: "What would be measured")
        guard record.measurements.isEmpty else { return text + "\n" + self.text(record) }
        return text + record.caveats.map { "! \($0.text)\n" }.joined()
    }

    private func wholeRows(_ record: Record<Details>) -> Table {
        guard let plan = record.dryRun, record.measurements.isEmpty else { return rows(record) }
        return plan.rows
    }

    package func status(_ record: Record<Details>) -> ExitStatus { .done }

    package static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "probe-\(description.name)", abstract: description.summary, version: Schema.programVersion)
    }
}

extension Record {
    /// Whether a figure in it must not be relied on.
    package var hasInvalidFigures: Bool { measurements.contains { $0.invalid != nil } }

    /// What a person is told who sees neither text nor record; nil where no figure is bad.
    fileprivate var badFinding: String? {
        let throttled = caveats.first { if case .throttled = $0.kind { true } else { false } }
        if hasInvalidFigures {
            return "probe: \((throttled?.text ?? "some figures are invalid; the record says which").printable)\n"
        }
        return caveats.first(where: \.isNoise).map { "probe: --strict: the figures are noisy: \($0.text.printable)\n" }
    }
}
