import Records

/// Reads what kept a team's threads from running. Needs no privileges.
package struct NoiseMeter {
    private let team: ThreadTeam
    private let limits: CgroupLimits
    private let files: SystemFiles

    package init(_ team: ThreadTeam, files: SystemFiles = .live) {
        self.team = team
        limits = CgroupLimits(files: files)
        self.files = files
    }

    /// The counters now.
    package func reading() -> NoiseReading {
        NoiseReading(
            waitSeconds: team.waitSeconds, stealSeconds: Activity.stealSeconds(files),
            throttledPeriods: limits.throttledPeriods())
    }
}
