import Quantities
import Records

/// A machine from packages by NUMA nodes and last-level caches down to cores.
struct TopologyTree: Hashable {
    var packages: [Package]
    /// Memory that no core is local to.
    var apart: [Memory]

    struct Package: Hashable {
        var id: Int
        var nodes: [Node]
    }

    /// A node, or the part of it that is in one package.
    struct Node: Hashable {
        /// Nil of cores without a node of their own.
        var memory: Memory?
        /// Packages that share it beside this one.
        var otherPackages: [Int]
        var clusters: [Cluster]
    }

    struct Memory: Hashable {
        var id: Int
        var bytes: Int
        /// "DRAM", "MCDRAM".
        var kind: String?
    }

    /// Cores that share a last-level cache.
    struct Cluster: Hashable {
        /// "L3 32 MiB"; nil where cores share none.
        var cache: String?
        var cores: [Core]
    }

    struct Core: Hashable {
        var id: Int
        /// From 0 for the fastest.
        var kind: Int
        var pus: IDSet
        /// Whether this process may use any of its PUs.
        var isUsable: Bool
    }
}

extension TopologyTree {
    init(_ details: TopologyDetails) {
        let memories = Dictionary(
            details.nodes.map { ($0.id, Memory(id: $0.id, bytes: $0.memory, kind: $0.kind)) },
            uniquingKeysWith: { first, _ in first })
        let level = details.caches.filter { $0.type == "data" || $0.type == "unified" }.map(\.level).max() ?? 0
        let caches = Self.shared(details.dataCaches(level: level), details.cores)
        let packagesOfNodes = details.cores.reduce(into: [Int: Set<Int>]()) { found, core in
            if let node = core.node { found[node, default: []].insert(core.package) }
        }
        packages = Self.grouped(details.cores, by: \.package).map { package, cores in
            let nodes = Self.grouped(cores, by: \.node).map { node, cores in
                Node(
                    memory: node.flatMap { memories[$0] },
                    otherPackages: node.flatMap { packagesOfNodes[$0] }.map { $0.subtracting([package]).sorted() }
                        ?? [],
                    clusters: Self.clusters(cores, caches, level, details))
            }
            return Package(id: package, nodes: nodes)
        }
        apart = details.nodes.filter { packagesOfNodes[$0.id] == nil }.compactMap { memories[$0.id] }
    }

    /// None where every core has a cache of its own.
    private static func shared(_ caches: [Cache], _ cores: [Records.Core]) -> [Cache] {
        let own = cores.map(\.pus.count).max() ?? 1
        return cores.count == 1 || caches.contains { $0.pus.count > own } ? caches : []
    }

    private static func clusters(
        _ cores: [Records.Core], _ caches: [Cache], _ level: Int, _ details: TopologyDetails
    ) -> [Cluster] {
        var indices: [Int: Int] = [:]
        for (index, cache) in caches.enumerated() { for pu in cache.pus.ids { indices[pu] = index } }
        let groups = grouped(cores) { core in core.pus.ids.first.flatMap { indices[$0] } }
        return groups.map { index, cores in
            let size = index.map { caches[$0].size > 0 ? " \(ByteCount(caches[$0].size))" : "" }
            return Cluster(cache: size.map { "L\(level)\($0)" }, cores: cores.map { Core($0, details) })
        }
    }

    /// Groups in the order of their first members.
    private static func grouped<Element, Key: Hashable>(
        _ elements: [Element], by key: (Element) -> Key
    ) -> [(Key, [Element])] {
        var places: [Key: Int] = [:]
        return elements.reduce(into: []) { groups, element in
            let key = key(element)
            if let place = places[key] {
                groups[place].1.append(element)
            } else {
                places[key] = groups.count
                groups.append((key, [element]))
            }
        }
    }
}

extension TopologyTree.Core {
    fileprivate init(_ core: Records.Core, _ details: TopologyDetails) {
        self.init(
            id: core.id, kind: max(0, details.coreKinds.count - 1 - core.kind), pus: core.pus,
            isUsable: !core.pus.intersection(details.usable.pus).isEmpty)
    }
}

extension TopologyTree {
    var cores: [Core] { packages.flatMap(\.nodes).flatMap(\.clusters).flatMap(\.cores) }
    var nodeCount: Int { packages.flatMap(\.nodes).count }
    var clusterCount: Int { packages.flatMap(\.nodes).flatMap(\.clusters).count }
}

/// What makes two parts alike: all but which they are.
extension TopologyTree.Cluster {
    var shape: [String] { [cache ?? ""] + cores.map { "\($0.kind) \($0.pus.count) \($0.isUsable)" } }
}

extension TopologyTree.Node {
    var shape: [String] {
        ["\(memory?.bytes ?? -1) \(memory?.kind ?? "") \(otherPackages)"] + clusters.flatMap(\.shape)
    }
}

extension TopologyTree.Package {
    var shape: [String] { nodes.flatMap(\.shape) }
}

extension Array {
    /// Neighbours of the same shape together.
    func runs(_ shape: (Element) -> [String]) -> [[Element]] {
        var last: [String]?
        return reduce(into: []) { runs, element in
            let own = shape(element)
            if own == last { runs[runs.count - 1].append(element) } else { runs.append([element]) }
            last = own
        }
    }
}
