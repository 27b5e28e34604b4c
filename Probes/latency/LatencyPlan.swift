import Machine
import ProbeKit
import Quantities
import Records

/// Which cores load from which nodes' memory, and which cores meet; decided before anything is allocated.
struct LatencyPlan {
    /// A node whose core loads.
    struct Source {
        let node: Int
        /// One PU of every core, then the others.
        let cpus: [Int]
    }

    /// A node whose memory is loaded from.
    struct Target {
        let node: Int
        /// The size of its cycle of pointers.
        let bytes: Int
        /// The last-level cache that one core reaches; nil where no size is known.
        let cacheBytes: Int?
        /// The CPUs that touch it first: its own, or the nearest.
        let fillers: [Int]
    }

    let sources: [Source]
    let targets: [Target]
    let excluded: [NodePairs.Excluded]
    let caveats: [Caveat.Kind]
    /// Whether memory can only be on one node of this machine.
    let hasOneNode: Bool
    /// One PU of each core that hands a line over.
    let handoverCPUs: [Int]
    /// Numbers of threads that meet at a barrier, and the PUs of the most; those of fewer come first.
    let barrierCounts: [Int]
    let barrierCPUs: [Int]

    init(machine: Machine, options: MeasurementOptions) throws {
        let pairs = try NodePairs(machine, asked: options.nodes)
        hasOneNode = machine.topology.memoryNodes.count == 1
        let sources = try pairs.cpuNodes.map { node in
            let cpus = machine.cpus(onNode: node)
            let count = options.threads ?? cpus.count
            guard count <= cpus.count else {
                throw Failure(
                    .unavailable, cannot: "run \(count) threads on node \(node.id)",
                    because: "this process may use \(cpus.count) CPUs there (\(IDSet(cpus)))",
                    remedy: "Ask for fewer with --threads, or name other nodes with --nodes")
            }
            return Source(node: node.id, cpus: Array(cpus.prefix(count)))
        }
        self.sources = sources
        let cache = sources.compactMap { machine.lastLevelCache(of: [$0.cpus[0]]) }.max()
        var caveats: [Caveat.Kind] = []
        (targets, excluded) = try pairs.plan { node in
            let sizing = try ChaseSizing(
                node: node.id, cacheBytes: cache, asked: options.arraySize, sharers: pairs.memoryNodes.count)
            caveats += sizing.caveats
            let nearest = sources.min { machine.distance($0.node, node.id) < machine.distance($1.node, node.id) }
            return Target(node: node.id, bytes: sizing.bytes, cacheBytes: cache, fillers: nearest?.cpus ?? [])
        }
        self.caveats = caveats
        let meeting = Meeting(machine, sources.map(\.cpus))
        (handoverCPUs, barrierCounts, barrierCPUs) = (meeting.handover, meeting.counts, meeting.all)
    }

    /// The pair on which caches are measured: a core on its own node's memory, or else on what it reaches.
    var home: (source: Source, target: Target) {
        let local = sources.first { source in targets.contains { $0.node == source.node } } ?? sources[0]
        return (local, targets.first { $0.node == local.node } ?? targets[0])
    }
}
