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
            if CommandLine.arguments.dropFirst().elementsEqual(["--describe"]) {
                try Console.output(try RecordCoding.encode(description))
                return .done
            }
            let command = try parse()
            let record = try command.probe()
            switch command.output.format {
            case .table: try Console.output(command.text(record))
            case .json: try Console.output(try RecordCoding.encode(record))
            case .csv: try Console.output(command.rows(record).csv)
            }
            if command.status(record) == .badFinding, let noise = record.caveats.first(where: \.isNoise) {
                Console.error("probe: --strict: the figures are noisy: \(noise.text.printable)\n")
            }
            // As a shell tells it: 128 and the signal.
            return record.endedBySignal.flatMap { ExitStatus(rawValue: 128 + $0) } ?? command.status(record)
        } onOther: { error in
            exit(withError: error)
        }
    }

    package func run() throws {}

    package func status(_ record: Record<Details>) -> ExitStatus { .done }

    package static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "probe-\(description.name)", abstract: description.summary, version: Schema.programVersion)
    }
}

/// What all programs share between start and exit.
package enum Program {
    /// Runs the work and exits with its status, or says on standard error what could not be done.
    /// - Parameter onOther: ends the program for an error that is not a `Failure`: wrong usage, or a request for help.
    package static func start(_ work: () throws -> ExitStatus, onOther: (any Error) -> Never) -> Never {
        survivePipes()
        do {
            exit(try work().rawValue)
        } catch let failure as Failure {
            end(failure)
        } catch {
            onOther(error)
        }
    }

    /// A reader of standard error or output that went away is an error to be told, not the end of the program.
    package static func survivePipes() { signal(SIGPIPE, SIG_IGN) }

    /// Says what could not be done, and exits with the failure's code.
    package static func end(_ failure: Failure) -> Never {
        Console.error("probe: \(failure)\n")
        exit(failure.status.rawValue)
    }
}
