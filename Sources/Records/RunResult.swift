/// What one `probe all` found: which programs ran, and the record of each that succeeded. The contents of result.json.
package struct RunResult: Codable, Sendable {
    package var schemaVersion = Schema.version
    package var programVersion = Schema.programVersion
    package var host: String
    /// When it began, UTC, ISO 8601.
    package var startedAt: String
    package var seconds: Double
    /// The command that repeats it.
    package var command: [String]
    /// What the user said of the machine; figures made from it are marked "given by you".
    package var given: GivenFacts
    /// Whether a signal ended the run before all programs had finished.
    package var partial: Bool
    package var runs: [ProbeRun]
    /// The record of each program that succeeded, by its name without "probe-".
    package var records: [String: JSONValue]

    package init(host: String, startedAt: String, command: [String], given: GivenFacts) {
        self.host = host
        self.startedAt = startedAt
        seconds = 0
        self.command = command
        self.given = given
        partial = false
        runs = []
        records = [:]
    }
}

extension RunResult {
    /// Whether its records were made by hand to show what a report looks like: its host is named so.
    package var isExample: Bool { host.hasPrefix("example-") }
}

/// What the user said of the machine.
package struct GivenFacts: Codable, Hashable, Sendable {
    /// Memory modules, as typed: "12x DDR5-4800".
    package var memory: String?
    /// Memory channels of all sockets.
    package var channels: Int?
    /// The memory's speed in MT/s.
    package var megatransfers: Int?
    /// Chiplets of cores of all sockets.
    package var chiplets: Int?
    /// The clock of the fabric between chiplets and memory controllers, in GHz.
    package var fabricGHz: Double?
    /// Whether the hypervisor's word on memory modules is taken.
    package var trustsDMI: Bool?

    package init(memory: String? = nil) { self.memory = memory }
}

/// How one program of a run ended.
package struct ProbeRun: Codable, Hashable, Sendable {
    /// The probe's name without "probe-".
    package var name: String
    /// The program's file name; its folder is nobody's business but the user's.
    package var program: String
    package var outcome: Outcome
    /// Why it failed or was passed over; nil where it succeeded.
    package var reason: String?
    package var seconds: Double

    /// How it ended.
    package enum Outcome: String, Codable, Sendable {
        case succeeded
        /// A signal ended it; its record has what was measured before.
        case partial
        case failed
        /// The user said so with --skip, or a signal ended the run before it began.
        case skipped
    }

    package init(name: String, program: String, outcome: Outcome, reason: String? = nil, seconds: Double) {
        self.name = name
        self.program = program
        self.outcome = outcome
        self.reason = reason
        self.seconds = seconds
    }
}
