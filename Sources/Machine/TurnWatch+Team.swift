import Records

extension TurnWatch {
    /// Of a team's threads.
    /// - Parameter memory: the nodes whose memory they work on; empty where it is registers and caches.
    package init(_ team: ThreadTeam, memory: IDSet) {
        let meter = NoiseMeter(team, memory: memory)
        self.init(noise: meter.reading, takenAway: meter.takenAway)
    }
}
