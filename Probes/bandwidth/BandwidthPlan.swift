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
        /// How many of the CPUs are cores of their own.
        let cores: Int
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

    /// Cores and memory that cannot be measured together, and why.
    struct Excluded {
        let cpuNode: Int
        let memoryNode: Int
        let reason: String
    }

    let sources: [Source]
    let targets: [Target]
    let excluded: [Excluded]
    /// Whether memory can only be on one node of this machine.
    let hasOneNode: Bool

    init(machine: Machine, options: MeasurementOptions) throws {
        try Self.checkNodes(options.nodes, machine)
        let asked = machine.topology.nodes.filter { options.nodes?.contains($0.id) ?? true }
        excluded = asked.flatMap { cpuNode in
            asked.compactMap { memoryNode in
                Self.reason(cpuNode, memoryNode, machine).map {
                    Excluded(cpuNode: cpuNode.id, memoryNode: memoryNode.id, reason: $0)
                }
            }
        }
        hasOneNode = machine.topology.memoryNodes.count == 1
        let cpuNodes = asked.filter { Self.reasonAgainstCPUs($0, machine) == nil }
        let memoryNodes = asked.filter { Self.reasonAgainstMemory($0, machine) == nil }
        guard !cpuNodes.isEmpty, !memoryNodes.isEmpty else { throw Self.nothing(excluded) }
        let sources = try cpuNodes.map { try Self.source($0, machine, options) }
        self.sources = sources
        targets = try memoryNodes.map {
            try Self.target($0, machine, options, sources: sources, sharers: memoryNodes.count)
        }
    }

    private static func nothing(_ excluded: [Excluded]) -> Failure {
        let reasons = excluded.map(\.reason).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        return Failure(
            .unavailable, cannot: "measure any node's memory", because: reasons.joined(separator: "; "),
            remedy: "Widen the cpuset, or name other nodes with --nodes")
    }

    private static func checkNodes(_ asked: IDSet?, _ machine: Machine) throws {
        let existing = IDSet(machine.topology.nodes.map(\.id))
        guard let missing = asked?.ids.first(where: { !existing.contains($0) }) else { return }
        throw Failure(
            .unavailable, cannot: "measure node \(missing)",
            because:
                "this machine has no NUMA node \(missing); it has "
                + "\(existing.count == 1 ? "node" : "nodes") \(existing)",
            remedy: "Name nodes that exist with --nodes")
    }
}

extension BandwidthPlan {
    /// Why a node's cores cannot measure another's memory, or their own; nil where they can.
    private static func reason(_ cpuNode: NUMANode, _ memoryNode: NUMANode, _ machine: Machine) -> String? {
        reasonAgainstCPUs(cpuNode, machine) ?? reasonAgainstMemory(memoryNode, machine)
    }

    private static func reasonAgainstCPUs(_ node: NUMANode, _ machine: Machine) -> String? {
        if node.pus.isEmpty { return "node \(node.id) has no CPUs of its own" }
        return machine.cpus(onNode: node).isEmpty ? "this process may use none of the CPUs of node \(node.id)" : nil
    }

    private static func reasonAgainstMemory(_ node: NUMANode, _ machine: Machine) -> String? {
        if node.memory == 0 { return "node \(node.id) has no memory" }
        return machine.topology.usable.nodes.contains(node.id)
            ? nil : "the cpuset does not allow the memory of node \(node.id)"
    }

    private static func source(
        _ node: NUMANode, _ machine: Machine, _ options: MeasurementOptions
    ) throws -> Source {
        let available = machine.cpus(onNode: node)
        let cores = machine.coreCount(onNode: node)
        let count = options.threads ?? cores
        guard count <= available.count else {
            throw Failure(
                .unavailable, cannot: "run \(count) threads on node \(node.id)",
                because: "this process may use \(available.count) CPUs there (\(IDSet(available)))",
                remedy: "Ask for fewer with --threads, or name other nodes with --nodes")
        }
        return Source(node: node.id, cpus: Array(available.prefix(count)), cores: min(count, cores))
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

    /// The cores of one node and the memory of another: nearest sources first, so that a short time shows most.
    var remotePairs: [(source: Source, target: Target)] {
        sources.flatMap { source in targets.filter { $0.node != source.node }.map { (source, $0) } }
    }
}
