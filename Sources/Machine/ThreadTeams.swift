/// Pinned threads by the CPUs they are on: whoever needs the same CPUs shares them.
package final class ThreadTeams {
    private var teams: [[Int]: ThreadTeam] = [:]

    package init() {}

    /// - Throws: `Failure` where a thread cannot be started, or no thread may be pinned.
    package func team(_ cpus: [Int]) throws -> ThreadTeam {
        if let team = teams[cpus] { return team }
        let team = try ThreadTeam(cpus: cpus)
        teams[cpus] = team
        return team
    }
}
