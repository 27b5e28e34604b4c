import Records

/// Reads what kept a team's threads from running, and what was taken from them. Needs no privileges.
package struct NoiseMeter {
    private let team: ThreadTeam
    private let memory: IDSet
    private let limits: CgroupLimits
    private let files: SystemFiles

    /// - Parameter memory: the nodes whose memory the threads work on; empty where it is registers and caches.
    package init(_ team: ThreadTeam, memory: IDSet, files: SystemFiles = .live) {
        self.team = team
        self.memory = memory
        limits = CgroupLimits(files: files)
        self.files = files
    }

    /// The counters now.
    package func reading() -> NoiseReading {
        let throttling = limits.throttling()
        return NoiseReading(
            waitSeconds: team.waitSeconds, stealSeconds: Activity.stealSeconds(files), quotaCPUs: limits.cpuQuota,
            periods: throttling.periods, throttledPeriods: throttling.throttledPeriods,
            throttledSeconds: throttling.throttledSeconds)
    }

    /// What the threads had when they were pinned and have no longer; nil where nothing was taken.
    package func takenAway() -> TakenAway? {
        let cpus = IDSet(team.lostCPUs)
        let online = files.ids("sys/devices/system/cpu/online")
        let allowed = Allowance.nodes(files)
        let taken = TakenAway(
            cpus: cpus, offline: IDSet(online.map { online in cpus.ids.filter { !online.contains($0) } } ?? []),
            nodes: IDSet(allowed.map { allowed in memory.ids.filter { !allowed.contains($0) } } ?? []))
        return taken.isEmpty ? nil : taken
    }
}
