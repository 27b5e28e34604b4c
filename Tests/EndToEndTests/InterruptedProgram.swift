import SystemPackage
import TestSupport

extension Command {
    /// A measuring program that SIGINT ends after two seconds, or later where it had no figure until then.
    /// - Parameter arguments: words that the shell does not change.
    static func interrupted(_ name: String, _ arguments: String) async throws -> Finished {
        let program = Repository.programs.appending(name).string
        var seconds = 2
        while true {
            let run = try await Command.run(
                "bash", ["-c", "timeout -s INT \(seconds) '\(program)' \(arguments) --time-budget 60s --format json"])
            if !run.output.isEmpty || seconds == 16 { return run }
            seconds *= 2
        }
    }
}
