import Records

extension TurnWatch {
    /// Of a team's threads, which take their places.
    /// - Parameter memory: the nodes whose memory they work on; empty where it is registers and caches.
    /// - Throws: `Failure` with what was taken away where a thread may not go back to its CPU.
    package init(_ team: ThreadTeam, memory: IDSet) throws {
        let meter = try NoiseMeter(team, memory: memory)
        self.init(noise: meter.reading, takenAway: meter.takenAway)
    }
}
