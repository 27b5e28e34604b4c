/// A core and its PUs (hardware threads).
package struct Core: Codable, Hashable, Sendable {
    /// Number from 0 in the order of the topology; the kernel's core ids repeat from package to package.
    package var id: Int
    package var package: Int
    /// Index of the hwloc Die that holds it, from 0 in the order of the topology; nil where the machine has none.
    package var die: Int?
    /// Index into `coreKinds`.
    package var kind: Int
    /// The NUMA node it is local to; nil where it has none of its own.
    package var node: Int?
    package var pus: IDSet

    package init(id: Int, package: Int, die: Int? = nil, kind: Int, node: Int? = nil, pus: IDSet) {
        self.id = id
        self.package = package
        self.die = die
        self.kind = kind
        self.node = node
        self.pus = pus
    }
}

/// Cores that are alike, on a machine where others differ.
package struct CoreKind: Codable, Hashable, Sendable {
    /// "performance", "efficiency", "kind 2", or "uniform" where all are alike.
    package var name: String
    /// Number of cores.
    package var cores: Int
    /// The kind's highest clock in MHz, where the kernel tells it.
    package var maxMHz: Int?

    package init(name: String, cores: Int, maxMHz: Int? = nil) {
        self.name = name
        self.cores = cores
        self.maxMHz = maxMHz
    }
}
