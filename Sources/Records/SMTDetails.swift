/// What `probe-smt` knows beyond its measurements.
package struct SMTDetails: Codable, Hashable, Sendable {
    package var plan: [PlannedStudy]
    package var seed: Int
    package var state: SMTState
    /// The cores that were measured, each with the threads used on it; empty where none was.
    package var cores: [IDSet]
    /// Where the memory was, of workloads that have some.
    package var placements: [ArrayPlacement]

    package init(plan: [PlannedStudy], seed: Int, state: SMTState, cores: [IDSet], placements: [ArrayPlacement]) {
        self.plan = plan
        self.seed = seed
        self.state = state
        self.cores = cores
        self.placements = placements
    }
}
