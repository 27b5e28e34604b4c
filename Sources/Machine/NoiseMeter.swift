import Records

/// Reads what kept a team's threads from running. Needs no privileges.
package struct NoiseMeter: Sendable {
    private let threadIDs: [Int]
    private let limits: CgroupLimits
    private let files: SystemFiles

    package init(_ team: ThreadTeam, files: SystemFiles = .live) {
        threadIDs = team.threadIDs
        limits = CgroupLimits(files: files)
        self.files = files
    }

    /// The counters now.
    package func reading() -> NoiseReading {
        // The second field of schedstat: nanoseconds spent ready to run, without a CPU.
        let waits = threadIDs.map { id in
            files.text("proc/self/task/\(id)/schedstat")?.split(separator: " ").dropFirst().first.flatMap { Double($0) }
                ?? 0
        }
        return NoiseReading(
            waitSeconds: waits.reduce(0, +) / 1e9, stealSeconds: Activity.stealSeconds(files),
            throttledPeriods: limits.throttledPeriods())
    }
}
