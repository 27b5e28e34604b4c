/// What `probe-scaling` knows beyond its measurements.
package struct ScalingDetails: Codable, Hashable, Sendable {
    package var plan: [PlannedStudy]
    package var seed: Int
    /// The PUs in the order that threads take them, by placement.
    package var orders: [Order]
    /// Cores that the threads are on before any has a second one.
    package var cores: Int
    /// PUs that the process might use: more than are in an order where --threads or --nodes leave some out. Nil in
    /// records of programs that did not tell.
    package var usableCPUs: Int?
    /// What the machine has that many of, by number of threads: "all cores".
    package var boundaries: [Boundary]
    /// Where the memory was.
    package var placements: [ArrayPlacement]
    /// What each workload ran: "fp32 vfmadd213ps (avx512)".
    package var kernels: [String: String]

    /// The PUs that threads take, one after the other.
    package struct Order: Codable, Hashable, Sendable {
        /// "compact" or "spread".
        package var placement: String
        package var cpus: [Int]
        /// The kind of each PU's core, where kinds differ; nil where all are alike.
        package var kinds: [String]?

        package init(placement: String, cpus: [Int], kinds: [String]?) {
            self.placement = placement
            self.cpus = cpus
            self.kinds = kinds
        }
    }

    /// A number of threads at which a part of the machine is full.
    package struct Boundary: Codable, Hashable, Sendable {
        package var threads: Int
        package var names: [String]

        package init(threads: Int, names: [String]) {
            self.threads = threads
            self.names = names
        }
    }

    package init(
        plan: [PlannedStudy], seed: Int, orders: [Order], cores: Int, usableCPUs: Int? = nil,
        boundaries: [Boundary], placements: [ArrayPlacement], kernels: [String: String]
    ) {
        self.plan = plan
        self.seed = seed
        self.orders = orders
        self.cores = cores
        self.usableCPUs = usableCPUs
        self.boundaries = boundaries
        self.placements = placements
        self.kernels = kernels
    }
}

extension ScalingDetails {
    /// Whether threads are on cores of different kinds, which follow no law of speed-up.
    package var isHybrid: Bool { orders.contains { Set($0.kinds ?? []).count > 1 } }

    /// Threads that fill all that could be used.
    var allThreads: Int { usableCPUs ?? orders.map(\.cpus.count).max() ?? 1 }

    /// All curves of a record's cells.
    package func curves(_ cells: [ScalingCell]) -> [ScalingCurve] {
        orders.flatMap { order in
            Workload.allCases.compactMap { workload in
                ScalingCurve(cells, workload: workload, placement: order.placement, kinds: order.kinds)
            }
        }
    }
}
