import Machine

/// Pinned threads by the CPUs they are on: stages on the same CPUs share them.
final class Teams {
    private var teams: [[Int]: ThreadTeam] = [:]

    func team(_ cpus: [Int]) throws -> ThreadTeam {
        if let team = teams[cpus] { return team }
        let team = try ThreadTeam(cpus: cpus)
        teams[cpus] = team
        return team
    }
}
