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
        /// What arrays may take there; nil where it is not told.
        let room: MemoryRoom?
    }

    let sources: [Source]
    let targets: [Target]
    let excluded: [NodePairs.Excluded]
    /// Whether memory can only be on one node of this machine.
    let hasOneNode: Bool
    /// The longest that all may take.
    let seconds: Double

    /// Filling the nodes' arrays may take so much of the time.
    private static let shareOfFilling = 0.25

    init(machine: Machine, options: MeasurementOptions) throws {
        let pairs = try NodePairs(machine, asked: options.nodes)
        hasOneNode = machine.topology.memoryNodes.count == 1
        let sources = try pairs.cpuNodes.map { try Self.source($0, machine, options) }
        self.sources = sources
        let sharers = pairs.memoryNodes.count
        let seconds =
            options.timeBudget?.seconds
            ?? TimeBudget.standard(options.quick ? 12 : 60, nodePairs: sources.count * sharers)
        self.seconds = seconds
        (targets, excluded) = try pairs.plan {
            try Self.target(
                $0, machine, options, sources: sources, sharers: sharers,
                fillSeconds: seconds * Self.shareOfFilling / Double(sharers))
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
        _ node: NUMANode, _ machine: Machine, _ options: MeasurementOptions, sources: [Source], sharers: Int,
        fillSeconds: Double
    ) throws -> Target {
        // Whoever uses the arrays, they are large for their caches.
        let cache = sources.compactMap { machine.lastLevelCache(of: $0.cpus) }.max()
        let nearest = sources.min { machine.distance($0.node, node.id) < machine.distance($1.node, node.id) }
        let fillers = nearest?.cpus ?? []
        var room = machine.room(onNode: node.id, sharers: sharers)
        // A size that was asked for takes its time.
        if options.arraySize == nil {
            room = FillTime.values.room(room, seconds: fillSeconds, threads: fillers.count)
        }
        let sizing = try ArraySizing(
            node: node.id, cacheBytes: cache, asked: options.arraySize, room: room, threads: fillers.count)
        return Target(
            node: node.id, array: sizing.array, cacheBytes: cache, fillers: fillers, caveats: sizing.caveats,
            room: machine.room(onNode: node.id, sharers: 1))
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

    /// The cores of one node and the memory of another, by the node of the cores. On a large machine those first that
    /// are as far apart in the order of nodes as any, so that each node is met as often as the others however many are
    /// reached.
    var remotePairs: [(source: Source, target: Target)] {
        let all = sources.enumerated().flatMap { row, source in
            targets.enumerated().filter { $0.element.node != source.node }.map { column, target in
                (pair: (source, target), turn: (column - row + sources.count) % max(1, sources.count))
            }
        }
        guard all.count > Self.fewPairs else { return all.map(\.pair) }
        return all.enumerated().sorted { one, other in
            (one.element.turn.mirrored, one.offset) < (other.element.turn.mirrored, other.offset)
        }.map(\.element.pair)
    }

    /// The sources whose threads are counted up: on a large machine one of each size.
    var countedSources: [Source] {
        guard isLarge else { return localSources }
        var sizes: Set<Int> = []
        return localSources.filter { sizes.insert($0.cpus.count).inserted }
    }

    /// Whether some loops are measured on one node and on all at once only: what one node shows, the others repeat.
    var isLarge: Bool { localSources.count > 4 }

    /// Eight nodes' pairs.
    private static let fewPairs = 56
}
