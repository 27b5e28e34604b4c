import Machine
import ProbeKit
import Quantities
import Records

/// Which nodes' cores read and write which nodes' memory, in arrays of which size; decided before anything is
/// allocated.
struct BandwidthPlan {
    /// A node whose cores are measured.
    struct Source {
        let node: Int
        let cpus: [Int]
    }

    /// A node whose memory is measured.
    struct Target {
        let node: Int
        let array: ByteCount
        /// The last-level caches of any source's CPUs; nil where no size is known.
        let cacheBytes: Int?
        /// The CPUs that touch it first: its own, or the nearest.
        let fillers: [Int]
        let caveats: [Caveat.Kind]
    }

    let sources: [Source]
    let targets: [Target]
    let excluded: [NodePairs.Excluded]
    /// Whether memory can only be on one node of this machine.
    let hasOneNode: Bool

    init(machine: Machine, options: MeasurementOptions) throws {
        let pairs = try NodePairs(machine, asked: options.nodes)
        hasOneNode = machine.topology.memoryNodes.count == 1
        let sources = try pairs.cpuNodes.map { try Self.source($0, machine, options) }
        self.sources = sources
        (targets, excluded) = try pairs.plan {
            try Self.target($0, machine, options, sources: sources, sharers: pairs.memoryNodes.count)
        }
    }

    private static func source(
        _ node: NUMANode, _ machine: Machine, _ options: MeasurementOptions
    ) throws -> Source {
        let available = machine.cpus(onNode: node)
        let count = options.threads ?? machine.coreCount(onNode: node)
        guard count <= available.count else {
            throw Failure(
                .unavailable, cannot: "run \(count) threads on node \(node.id)",
                because: "this process may use \(available.count) CPUs there (\(IDSet(available)))",
                remedy: "Ask for fewer with --threads, or name other nodes with --nodes")
        }
        return Source(node: node.id, cpus: Array(available.prefix(count)))
    }

    private static func target(
        _ node: NUMANode, _ machine: Machine, _ options: MeasurementOptions, sources: [Source], sharers: Int
    ) throws -> Target {
        // Whoever uses the arrays, they are large for their caches.
        let cache = sources.compactMap { machine.lastLevelCache(of: $0.cpus) }.max()
        let nearest = sources.min { machine.distance($0.node, node.id) < machine.distance($1.node, node.id) }
        let fillers = nearest?.cpus ?? []
        let sizing = try ArraySizing(
            node: node.id, cacheBytes: cache, asked: options.arraySize,
            room: MemoryRoom.onNode(node.id, sharers: sharers), threads: fillers.count)
        return Target(
            node: node.id, array: sizing.array, cacheBytes: cache, fillers: fillers, caveats: sizing.caveats)
    }
}

extension BandwidthPlan.Source {
    /// 1, 2, 4 … and all.
    var threadCounts: [Int] {
        var counts: [Int] = []
        var next = 1
        while next < cpus.count {
            counts.append(next)
            next *= 2
        }
        return counts + [cpus.count]
    }
}

extension BandwidthPlan {
    /// Sources that have memory of their own.
    var localSources: [Source] { sources.filter { source in targets.contains { $0.node == source.node } } }

    /// The cores of one node and the memory of another, by the node of the cores.
    var remotePairs: [(source: Source, target: Target)] {
        sources.flatMap { source in targets.filter { $0.node != source.node }.map { (source, $0) } }
    }
}
