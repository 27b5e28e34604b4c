/// What `probe-topology` found: the machine's parts, and which of them this process may use.
package struct TopologyDetails: Codable, Hashable, Sendable {
    /// Where the description comes from: "this machine", or the source given with --topology.
    package var source: String
    /// Whether it describes the machine the program runs on. Nothing else is ever measured.
    package var isThisMachine: Bool
    package var cpu: CPUIdentity
    /// Number of packages (sockets).
    package var packages: Int
    /// Number of dies; nil where neither the CPU nor the kernel tells.
    package var dies: Int?
    package var cores: [Core]
    /// Kinds of core, from the most efficient to the fastest; one on a machine whose cores are all alike.
    package var coreKinds: [CoreKind]
    package var caches: [Cache]
    package var nodes: [NUMANode]
    /// Distances between nodes in the order of `nodes`, [from][to], as the firmware tells them; nil where it does not.
    package var distances: [[Int]]?
    /// PUs that exist but are switched off.
    package var offlineCPUs: IDSet
    package var usable: Usable
    package var memoryModules: MemoryModules
    /// The clocks of an AMD fabric; nil in records of before it was read.
    package var fabric: FabricClocks?

    package init(
        source: String, isThisMachine: Bool, cpu: CPUIdentity, packages: Int, dies: Int? = nil, cores: [Core],
        coreKinds: [CoreKind], caches: [Cache], nodes: [NUMANode], distances: [[Int]]? = nil, offlineCPUs: IDSet,
        usable: Usable, memoryModules: MemoryModules
    ) {
        self.source = source
        self.isThisMachine = isThisMachine
        self.cpu = cpu
        self.packages = packages
        self.dies = dies
        self.cores = cores
        self.coreKinds = coreKinds
        self.caches = caches
        self.nodes = nodes
        self.distances = distances
        self.offlineCPUs = offlineCPUs
        self.usable = usable
        self.memoryModules = memoryModules
    }
}

/// What this process may use of what exists.
package struct Usable: Codable, Hashable, Sendable {
    /// PUs allowed by both the affinity mask and the cpuset.
    package var pus: IDSet
    /// Nodes whose memory the cpuset allows.
    package var nodes: IDSet
    /// The memory cgroup's limit in bytes; nil where there is none.
    package var memoryLimit: Int?
    /// CPUs' worth of time that a cgroup quota allows; nil where there is none.
    package var cpuQuota: Double?
    /// True where a quota would not be seen, for the process's control group is not shown.
    package var quotaUnseen: Bool?

    package init(
        pus: IDSet, nodes: IDSet, memoryLimit: Int? = nil, cpuQuota: Double? = nil, quotaUnseen: Bool? = nil
    ) {
        self.pus = pus
        self.nodes = nodes
        self.memoryLimit = memoryLimit
        self.cpuQuota = cpuQuota
        self.quotaUnseen = quotaUnseen
    }
}
