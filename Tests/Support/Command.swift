import Subprocess
import SystemPackage

#if canImport(Glibc)
    import Glibc
#endif

/// A finished program.
package struct Finished: Sendable {
    /// Its exit code, or 128 and the signal that ended it.
    package let code: Int32
    package let output: String
    package let errors: String
    /// From its start to its end, without what it waited for other tests' programs.
    package let duration: Duration
}

/// Runs real programs.
package enum Command {
    /// Names the file whose lock lets one program at a time measure.
    package static let lockVariable = "PROBE_LOCK"

    /// Names llama-bench; "none" for no engine.
    package static let engineVariable = "LLAMA_BENCH"

    /// Runs a program by path or by name on PATH.
    /// - Parameter environment: variables set in addition to this process's; nil removes one.
    package static func run(
        _ program: String, _ arguments: [String] = [], environment: [String: String?] = [:], folder: FilePath? = nil
    ) async throws -> Finished {
        // Measurements wait for each other on a machine; tests that do not measure must not.
        let lock = "/tmp/probe-test-lock-\(UInt64.random(in: 0...UInt64.max))"
        defer { unlink(lock) }
        // An engine is rated by the tests that say so.
        let environment = [lockVariable: lock, engineVariable: "none"].merging(environment) { $1 }
        let updates = environment.map { (Environment.Key(stringLiteral: $0.key), $0.value) }
        let (result, duration) = try await Turnstile.programs.pass {
            let began = ContinuousClock.now
            let result = try await Subprocess.run(
                program.contains("/") ? .path(FilePath(program)) : .name(program), arguments: Arguments(arguments),
                environment: .inherit.updating(Dictionary(uniqueKeysWithValues: updates)), workingDirectory: folder,
                output: .string(limit: 64 << 20), error: .string(limit: 1 << 20))
            return (result, ContinuousClock.now - began)
        }
        let code: Int32 =
            switch result.terminationStatus {
            case .exited(let code): code
            case .signaled(let signal): 128 + signal
            }
        return Finished(
            code: code, output: result.standardOutput, errors: result.standardError, duration: duration)
    }

    /// Runs one of the release programs.
    package static func probe(
        _ name: String, _ arguments: [String] = [], environment: [String: String?] = [:], folder: FilePath? = nil
    ) async throws -> Finished {
        try await run(
            Repository.programs.appending(name).string, arguments, environment: environment, folder: folder)
    }
}
