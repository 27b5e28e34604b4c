import ArgumentParser
import ProbeKit
import Records

#if canImport(Glibc)
    import Glibc
#endif

/// The driver: runs the probe programs, and turns their records into reports.
@main
struct ProbeTool: AsyncParsableCommand {
    /// Made once: the parser asks for it again and again, and each look along PATH takes 3 ms.
    static let configuration: CommandConfiguration = {
        let probes = ProgramFinder.find().map { "  \($0.name)" }.joined(separator: "\n")
        return CommandConfiguration(
            commandName: "probe",
            abstract: "Measure a machine, and predict how fast language models run on it.",
            discussion: """
                Every probe-NAME beside this program or on PATH is also `probe NAME`; `probe all` runs those that \
                measure:
                \(probes.isEmpty ? "  none was found" : probes)

                Exit codes: 0 done; 1 done, with a bad finding; 64 usage; 65 bad data; 66 input missing; 69 cannot be \
                measured here; 70 a wrong result; 73, 74 output; 75 another run measures; 77 permission; \
                129, 130, 143 ended by a signal.
                """,
            version: Schema.programVersion,
            subcommands: [
                All.self, ReportCommand.self, Predict.self, Theory.self, Compare.self, Export.self, Synthesize.self,
                Calibrate.self, Validate.self, EvidenceCommand.self,
            ])
    }()

    static func main() async {
        Program.prepare()
        do {
            try Program.checkArguments()
            let arguments = Array(Program.arguments.dropFirst())
            try becomeProbe(arguments)
            try StartLimits.checkStack()
            var command = try parseAsRoot(arguments)
            if var asynchronous = command as? any AsyncParsableCommand {
                // Before the first thread that the runtime would wait for.
                try StartLimits.ofDriver.check()
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch let failure as Failure {
            Program.end(failure)
        } catch {
            Program.end(Self.self, error)
        }
    }

    /// `probe NAME …` becomes the program probe-NAME: signals, output and exit code are then its own.
    private static func becomeProbe(_ arguments: [String]) throws {
        let asksForHelp = arguments.first == "help"
        guard let name = asksForHelp ? arguments.dropFirst().first : arguments.first, !name.hasPrefix("-"),
            configuration.subcommands.allSatisfy({ $0.configuration.commandName != name })
        else { return }
        guard let program = ProgramFinder.find().first(where: { $0.name == name }) else {
            let probes = ProgramFinder.find().map(\.name)
            let commands = configuration.subcommands.compactMap { $0.configuration.commandName } + probes
            throw Failure(
                .usage, cannot: "run 'probe \(name)'",
                because: "there is no such command, and no program probe-\(name) beside this one or on PATH",
                remedy: "There are: " + commands.joined(separator: ", "))
        }
        let rest = asksForHelp ? ["--help"] : Array(arguments.dropFirst())
        let words = ([program.path] + rest).map { strdup($0) } + [nil]
        defer { words.forEach { free($0) } }
        execv(program.path, words)
        throw Failure(
            .unavailable, cannot: "start \(program.path)", because: String(cString: strerror(errno)),
            remedy: "Install probe anew")
    }
}
