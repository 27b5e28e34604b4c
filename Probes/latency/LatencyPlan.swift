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
    /// What other cores stream meanwhile.
    let load: LoadSizing
    /// The longest that all may take.
    let seconds: Double

    /// Filling all nodes' cycles may take so much of the time.
    private static let shareOfFilling = 0.25

    init(machine: Machine, options: MeasurementOptions) throws {
        let pairs = try NodePairs(machine, asked: options.nodes)
        let sharers = pairs.memoryNodes.count
        let seconds =
            options.timeBudget?.seconds
            ?? TimeBudget.standard(options.quick ? 6 : 30, nodePairs: pairs.cpuNodes.count * sharers)
        self.seconds = seconds
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
            let nearest = sources.min { machine.distance($0.node, node.id) < machine.distance($1.node, node.id) }
            let fillers = nearest?.cpus ?? []
            var room = machine.room(onNode: node.id, sharers: sharers)
            // A size that was asked for takes its time. Two cycles of three areas are filled here.
            if options.arraySize == nil {
                let fillSeconds = seconds * Self.shareOfFilling / Double(sharers) * 1.5
                room = FillTime.cycles.room(room, seconds: fillSeconds, threads: fillers.count)
            }
            let sizing = try ChaseSizing(
                node: node.id, cacheBytes: cache, asked: options.arraySize, room: room)
            caveats += sizing.caveats
            return Target(node: node.id, bytes: sizing.bytes, cacheBytes: cache, fillers: fillers)
        }
        self.caveats = caveats
        load = LoadSizing(machine, Self.home(sources, targets), sharers: sharers)
        let meeting = Meeting(machine, sources.map(\.cpus))
        (handoverCPUs, barrierCounts, barrierCPUs) = (meeting.handover, meeting.counts, meeting.all)
    }

    /// The pair on which caches are measured: a core on its own node's memory, or else on what it reaches.
    var home: (source: Source, target: Target) { Self.home(sources, targets) }

    private static func home(_ sources: [Source], _ targets: [Target]) -> (source: Source, target: Target) {
        let local = sources.first { source in targets.contains { $0.node == source.node } } ?? sources[0]
        return (local, targets.first { $0.node == local.node } ?? targets[0])
    }
}
