import Tables

/// Something that could not be done: what, why, and what the person at the terminal can do about it.
package struct Failure: Error, Hashable, Sendable {
    /// What was attempted, in words that follow "cannot": "bind memory to node 1".
    package let operation: String
    /// Why it failed: "EPERM: a container's seccomp filter blocks mbind".
    package let cause: String
    /// What to do: "add --cap-add SYS_NICE".
    package let remedy: String
    /// What the program exits with.
    package let status: ExitStatus
    /// What was taken from the program meanwhile, where that is the cause.
    package private(set) var takenAway: TakenAway?

    package init(_ status: ExitStatus, cannot operation: String, because cause: String, remedy: String) {
        self.status = status
        self.operation = operation
        self.cause = cause
        self.remedy = remedy
    }
}

extension Failure {
    /// What was there when the run began is there no more.
    package init(takenAway: TakenAway, cannot operation: String) {
        self.init(
            .unavailable, cannot: operation, because: takenAway.text,
            remedy: "Repeat the run when nothing changes the cpuset or switches CPUs")
        self.takenAway = takenAway
    }

    /// The same failure with other advice.
    package func with(remedy: String) -> Failure {
        Failure(status, cannot: operation, because: cause, remedy: remedy)
    }
}

extension Failure: CustomStringConvertible {
    package var description: String { "cannot \(operation): \(cause). \(remedy)".printable }
}

/// The exit codes of every program, after sysexits.h and the shell's 128 + signal.
package enum ExitStatus: Int32, Sendable {
    case done = 0
    /// Done, with a bad finding: a probe failed, noise under `--strict`.
    case badFinding = 1
    case usage = 64
    case badData = 65
    case inputMissing = 66
    /// This machine cannot do what was asked.
    case unavailable = 69
    case internalError = 70
    case cannotCreateOutput = 73
    case outputError = 74
    /// Another program measures; it can be tried again.
    case busy = 75
    case noPermission = 77
    case hangup = 129
    case interrupted = 130
    case terminated = 143
}
