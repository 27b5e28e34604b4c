/// What `probe-latency` knows beyond its measurements.
package struct LatencyDetails: Codable, Hashable, Sendable {
    /// Where the pointers were, for each node and page size.
    package var placements: [ArrayPlacement]
    /// The seed of the order in which lines are visited.
    package var seed: Int
    /// The caches of one core as the system tells them and as its latency curve shows them.
    package var levels: [CacheLevel]
    /// The CPUs, one of each core, between which a line was handed over; not all cores of a large machine.
    package var handoverCPUs: IDSet
    package var plan: [PlannedStudy]

    package init(
        placements: [ArrayPlacement], seed: Int, levels: [CacheLevel], handoverCPUs: IDSet, plan: [PlannedStudy]
    ) {
        self.placements = placements
        self.seed = seed
        self.levels = levels
        self.handoverCPUs = handoverCPUs
        self.plan = plan
    }
}
