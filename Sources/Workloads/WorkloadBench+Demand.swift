import Records

extension WorkloadBench {
    /// What workloads would take in memory and time for filling it, one after the other.
    package struct Demand: Sendable {
        /// The most at a time, by node.
        package var memory: [PlannedMemory] = []
        /// About what filling its memory takes a workload, by workload; none where it uses what the one before it left.
        package var fillSeconds: [Workload: Double] = [:]
        /// Workloads that cannot be measured, and why: sentences.
        package var obstacles: [String] = []
        package var caveats: [Caveat.Kind] = []
    }

    /// Finds what workloads would take, without taking it.
    package func demand(_ workloads: [Workload]) -> Demand {
        var demand = Demand()
        var held: ArrayLayout?
        for workload in workloads {
            if let obstacle = kernels.obstacle(workload) {
                demand.obstacles.append("\(workload.name): \(obstacle)")
                continue
            }
            guard let layout = workload.layout(kernels), layout != held else { continue }
            do {
                let own = try self.demand(layout)
                demand.memory = demand.memory.merged(with: own.memory)
                demand.fillSeconds[workload] = own.fillSeconds
                demand.caveats += own.caveats
                held = layout
            } catch {
                demand.obstacles.append("\(workload.name): \((error as? Failure)?.cause ?? "\(error)")")
            }
        }
        return demand
    }
}
