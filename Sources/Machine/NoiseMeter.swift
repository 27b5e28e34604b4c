import Records

/// Reads what kept a team's threads from running, and what was taken from them. Needs no privileges.
package struct NoiseMeter {
    private let team: ThreadTeam
    private let memory: IDSet
    private let limits: CgroupLimits
    private let files: SystemFiles

    /// Begins a turn: who was moved goes back to its CPU, and what was taken from the team before is forgotten.
    /// - Parameter memory: the nodes whose memory the threads work on; empty where it is registers and caches.
    /// - Throws: `Failure` with what was taken away where a thread may not go back.
    package init(_ team: ThreadTeam, memory: IDSet, files: SystemFiles = .live) throws {
        try team.takePlaces()
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

    /// What the threads had when the turn began and then lost, if only for a run; nil where nothing was taken.
    package func takenAway() -> TakenAway? {
        let nodes = Allowance.nodes(files).map { allowed in memory.ids.filter { !allowed.contains($0) } }
        let taken = TakenAway(
            cpus: IDSet(team.lostCPUs), online: Allowance.online(files),
            allowed: Affinity.current(), nodes: IDSet(nodes ?? []))
        return taken.isEmpty ? nil : taken
    }
}
