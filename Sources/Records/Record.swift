/// What one probe program found: every figure with its raw samples, and the circumstances it was taken in.
///
/// `Details` is what only this probe knows (a topology, the sizes of arrays); a reader that does not know the probe
/// reads `Record<JSONValue>` and still has all measurements.
package struct Record<Details: Codable & Sendable>: Codable, Sendable {
    package var schemaVersion = Schema.version
    /// The probe's name without "probe-": "bandwidth".
    package var probe: String
    package var programVersion = Schema.programVersion
    /// The program's arguments, for repeating the measurement.
    package var arguments: [String]
    /// When it began, UTC, ISO 8601.
    package var startedAt: String
    /// How long it took, in seconds.
    package var seconds: Double
    package var environment: Environment
    package var caveats: [Caveat]
    package var measurements: [Measurement]
    package var details: Details
    /// The signal that ended the program before all was measured; nil where none did.
    package var endedBySignal: Int32?
    /// What would be measured, where --dry-run asked for that and nothing was.
    package var dryRun: RunPlan?

    package init(
        probe: String, arguments: [String], startedAt: String, seconds: Double, environment: Environment,
        caveats: [Caveat], measurements: [Measurement], details: Details,
        endedBySignal: Int32? = nil, dryRun: RunPlan? = nil
    ) {
        self.probe = probe
        self.arguments = arguments
        self.startedAt = startedAt
        self.seconds = seconds
        self.environment = environment
        self.caveats = caveats
        self.measurements = measurements
        self.details = details
        self.endedBySignal = endedBySignal
        self.dryRun = dryRun
    }
}
