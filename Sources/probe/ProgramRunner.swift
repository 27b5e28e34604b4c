import ProbeKit
import Records
import Subprocess
import SystemPackage

/// Runs one probe program and reads its record.
struct ProgramRunner {
    let program: ProbeProgram

    /// How a program ended.
    enum Ending {
        /// It wrote a record. `isBadFinding`: and exited with 1.
        case record(JSONValue, isBadFinding: Bool)
        case failed(reason: String)
    }

    /// What the program says of itself; nil where it does not answer within five seconds.
    func describe() async -> ProbeDescription? {
        let outcome = await execute(["--describe"], limit: .seconds(5)) { _ in }
        guard case .exited(0) = outcome.status, let output = outcome.output else { return nil }
        return try? RecordCoding.decodeDescription(output)
    }

    /// Runs the program to its end, or to the limit.
    /// - Parameter onProgress: what the program tells of its progress.
    func run(
        _ arguments: [String], limit: Duration, onProgress: @escaping @Sendable (ProgressReport) -> Void
    ) async -> Ending {
        let outcome = await execute(arguments, limit: limit, onProgress: onProgress)
        switch outcome.status {
        case .exited(let code) where code == 0 || code == ExitStatus.badFinding.rawValue:
            do {
                let record = try RecordCoding.record(
                    from: outcome.output ?? [], source: "the record of \(program.path)")
                return .record(record, isBadFinding: code != 0)
            } catch {
                let last = code == 0 ? "" : "; it said: \(outcome.lastWords)"
                return .failed(reason: "\(error)\(last)")
            }
        case .exited(let code): return .failed(reason: "exit code \(code): \(outcome.lastWords)")
        case .signaled(let signal) where outcome.timedOut:
            return .failed(
                reason: "it did not finish within \(limit.components.seconds) s and was ended (signal \(signal))")
        case .signaled(let signal): return .failed(reason: "ended by signal \(signal): \(outcome.lastWords)")
        case nil: return .failed(reason: "it could not be started: \(outcome.lastWords)")
        }
    }

    private struct Outcome {
        var status: TerminationStatus?
        var output: [UInt8]?
        var lastWords: String
        var timedOut = false
    }

    private func execute(
        _ arguments: [String], limit: Duration, onProgress: @escaping @Sendable (ProgressReport) -> Void
    ) async -> Outcome {
        let child = Task { try await collect(arguments, onProgress: onProgress) }
        let timer = Task {
            try await Task.sleep(for: limit)
            child.cancel()
            return true
        }
        let result = await withTaskCancellationHandler {
            await child.result
        } onCancel: {
            child.cancel()
        }
        timer.cancel()
        let timedOut = (try? await timer.value) ?? false
        switch result {
        case .success(var outcome):
            outcome.timedOut = timedOut
            return outcome
        case .failure(let error): return Outcome(lastWords: "\(error)", timedOut: timedOut)
        }
    }

    /// A record of a 32-node machine with all its samples stays well below this.
    private static let largestRecord = 256 << 20

    private func collect(
        _ arguments: [String], onProgress: @escaping @Sendable (ProgressReport) -> Void
    ) async throws -> Outcome {
        var options = PlatformOptions()
        options.teardownSequence = [.send(signal: .terminate, allowedDurationToNextStep: .seconds(2))]
        let result = try await Subprocess.run(
            .path(FilePath(program.path)), arguments: Arguments(arguments), platformOptions: options,
            input: .none, output: .bytes(limit: Self.largestRecord), error: .sequence
        ) { execution in
            var words: [String] = []
            for try await line in execution.standardError.strings() {
                if let report = ProgressReport(machineLine: line) {
                    onProgress(report)
                } else if !line.allSatisfy(\.isWhitespace) {
                    words = (words + [line]).suffix(5)
                }
            }
            return words.joined(separator: " ")
        }
        let words = result.closureResult
        return Outcome(
            status: result.terminationStatus, output: result.standardOutput,
            lastWords: words.isEmpty ? "it said nothing" : words)
    }
}
