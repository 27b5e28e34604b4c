import ProbeKit
import Records
import Subprocess
import SystemPackage
import Tables

#if canImport(Glibc)
    import Glibc
#endif

/// Runs one probe program and reads its record.
struct ProgramRunner {
    let program: ProbeProgram
    /// Where the user's impatience is told.
    var interruption = Interruption()

    /// How a program ended.
    enum Ending {
        /// It wrote a record, and exited with 0 or 1.
        case record(JSONValue, isBadFinding: Bool)
        /// A signal ended it, and it wrote a record of what it had.
        case partial(JSONValue, reason: String)
        case failed(reason: String)
    }

    /// What the program says of itself; nil where it does not answer within five seconds.
    func describe() async -> ProbeDescription? {
        let outcome = await execute(["--describe"], limit: .seconds(5), atLimit: .kill) { _ in }
        guard case .exited(0) = outcome.status, outcome.output.count < 1 << 16 else { return nil }
        return try? RecordCoding.decodeDescription(outcome.output)
    }

    /// Runs the program to its end, or to the limit.
    /// - Parameter onProgress: what the program tells of its progress.
    func run(
        _ arguments: [String], limit: Duration, onProgress: @escaping @Sendable (ProgressReport) -> Void
    ) async -> Ending {
        let kills = MemoryKills.count
        let outcome = await execute(arguments, limit: limit, onProgress: onProgress)
        if outcome.wroteTooMuch {
            return .failed(reason: "it wrote more than \(ChildOutput.largest >> 20) MiB, and was ended")
        }
        switch outcome.status {
        case .exited(let code):
            return ended(outcome, code, limit)
        case .signaled(let signal) where outcome.timedOut:
            let seconds = limit.components.seconds
            return .failed(reason: "it did not finish within \(seconds) s and was ended (signal \(signal))")
        case .signaled(let signal):
            let cause = (signal == 9 ? MemoryKills.reason(since: kills) : nil) ?? CPUTimeLimit.reason(signal: signal)
            return .failed(reason: "ended by signal \(signal): \(cause ?? outcome.lastWords)")
        case nil:
            return .failed(reason: "it could not be run: \(outcome.lastWords)")
        }
    }

    private func ended(_ outcome: Outcome, _ code: Int32, _ limit: Duration) -> Ending {
        let record = Result { try self.record(outcome) }
        switch (code, record) {
        case (0, .success(let record)): return .record(record, isBadFinding: false)
        case (0, .failure(let error)): return .failed(reason: "\(error)")
        case (ExitStatus.badFinding.rawValue, .success(let record)): return .record(record, isBadFinding: true)
        case (128..., .success(let record)) where record["endedBySignal"] != nil:
            let late = outcome.timedOut ? ": it did not finish within \(limit.components.seconds) s" : ""
            return .partial(record, reason: "ended by signal \(code - 128)\(late)")
        default: return .failed(reason: "exit code \(code): \(outcome.lastWords)")
        }
    }

    private func record(_ outcome: Outcome) throws -> JSONValue {
        try RecordCoding.record(
            from: outcome.output, source: "the record of probe-\(program.name)", probe: program.name)
    }

    private struct Outcome {
        var status: TerminationStatus?
        var output: [UInt8] = []
        var wroteTooMuch = false
        var lastWords: String
        var timedOut = false
    }

    /// How a program is ended that takes too long: one that measures may still have a record.
    private enum AtLimit { case send, kill }

    private func execute(
        _ arguments: [String], limit: Duration, atLimit: AtLimit = .send,
        onProgress: @escaping @Sendable (ProgressReport) -> Void
    ) async -> Outcome {
        // The child is asked to end by signals, and its task is never cancelled: what it still writes is read.
        let stop = StopRequest()
        interruption.add(stop)
        let child = Task { try await collect(arguments, stop, onProgress: onProgress) }
        let timer = Task {
            try await Task.sleep(for: limit)
            if atLimit == .kill { stop.kill() } else { stop.send() }
            return true
        }
        let result = await withTaskCancellationHandler {
            await child.result
        } onCancel: {
            stop.send()
        }
        timer.cancel()
        let timedOut = (try? await timer.value) ?? false
        switch result {
        case .success(var outcome):
            outcome.timedOut = timedOut
            return outcome
        case .failure(let error): return Outcome(lastWords: "\(error)".printable, timedOut: timedOut)
        }
    }

    private func collect(
        _ arguments: [String], _ stop: StopRequest, onProgress: @escaping @Sendable (ProgressReport) -> Void
    ) async throws -> Outcome {
        var options = PlatformOptions()
        // A group of its own, so that a signal also reaches what the program started, which may hold the pipes open.
        options.processGroupID = 0
        let result = try await Subprocess.run(
            .path(FilePath(program.path)), arguments: Arguments(arguments),
            environment: .inherit.updating([
                Environment.Key(stringLiteral: DriverBond.variable): "\(getpid())",
                // Where Swift is installed, it would look at a program that crashed for a minute, and nobody would see
                // what it found.
                "SWIFT_BACKTRACE": "enable=no",
            ]),
            platformOptions: options,
            input: .none, output: .sequence, error: .sequence
        ) { execution in
            try await withThrowingTaskGroup(of: Piece.self) { group in
                group.addTask {
                    for await signal in stop.signals {
                        try? execution.send(signal: signal, toProcessGroup: true)
                    }
                    return .signals
                }
                group.addTask {
                    var words = LastWords(onProgress: onProgress)
                    for try await chunk in execution.standardError { chunk.withUnsafeBytes { words.read($0) } }
                    return .words(words.text)
                }
                group.addTask {
                    var output = ChildOutput()
                    for try await chunk in execution.standardOutput {
                        guard chunk.withUnsafeBytes({ output.append($0) }) else {
                            stop.kill()
                            break
                        }
                    }
                    return .output(output)
                }
                return try await Self.gathered(&group)
            }
        }
        // What the program started and left behind ends with it.
        Glibc.kill(-result.processIdentifier.value, SIGKILL)
        var outcome = result.closureResult
        outcome.status = result.terminationStatus
        return outcome
    }

    /// What one of the tasks beside a child comes to.
    private enum Piece: Sendable {
        case signals
        case words(String)
        case output(ChildOutput)
    }

    /// Both of the child's pipes, read to their ends.
    private static func gathered(_ group: inout ThrowingTaskGroup<Piece, any Error>) async throws -> Outcome {
        var outcome = Outcome(lastWords: "it said nothing")
        var missing = 2
        while missing > 0, let piece = try await group.next() {
            switch piece {
            case .signals: continue
            case .words(let words): if !words.isEmpty { outcome.lastWords = words }
            case .output(let output):
                outcome.output = output.bytes
                outcome.wroteTooMuch = output.isTooMuch
            }
            missing -= 1
        }
        group.cancelAll()
        return outcome
    }
}
