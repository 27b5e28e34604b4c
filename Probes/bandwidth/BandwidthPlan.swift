import Machine
import ProbeKit
import Quantities
import Records

/// Which nodes are measured, by which CPUs, with arrays of which size; decided before anything is allocated.
struct BandwidthPlan {
    /// One node's part.
    struct NodePlan {
        let node: Int
        let cpus: [Int]
        let array: ByteCount
        /// The last-level caches the CPUs use; nil where no size is known.
        let cacheBytes: Int?
        let caveats: [Caveat.Kind]
    }

    /// A node that cannot be measured, and why.
    struct Excluded {
        let node: Int
        let reason: String
    }

    let nodes: [NodePlan]
    let excluded: [Excluded]
    /// Whether memory can only be on one node of this machine.
    let hasOneNode: Bool

    init(machine: Machine, options: MeasurementOptions) throws {
        try Self.checkNodes(options.nodes, machine)
        let asked = machine.topology.nodes.filter { options.nodes?.contains($0.id) ?? true }
        let reasons = asked.map { Self.reasonAgainst($0, machine) }
        let measurable = zip(asked, reasons).filter { $1 == nil }.map(\.0)
        nodes = try measurable.map { try Self.plan($0, machine, options, sharers: measurable.count) }
        excluded = zip(asked, reasons).compactMap { node, reason in
            reason.map { Excluded(node: node.id, reason: $0) }
        }
        hasOneNode = machine.topology.memoryNodes.count == 1
        guard nodes.isEmpty else { return }
        throw Failure(
            .unavailable, cannot: "measure any node's own memory",
            because: excluded.map { "node \($0.node): \($0.reason)" }.joined(separator: "; "),
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

    /// Why a node's own cores cannot measure its own memory; nil where they can.
    private static func reasonAgainst(_ node: NUMANode, _ machine: Machine) -> String? {
        if node.memory == 0 { return "it has CPUs and no memory" }
        if node.pus.isEmpty { return "it has memory and no CPUs of its own" }
        if !machine.topology.usable.nodes.contains(node.id) { return "the cpuset does not allow its memory" }
        if machine.cpus(onNode: node).isEmpty { return "this process may use none of its CPUs" }
        return nil
    }

    private static func plan(
        _ node: NUMANode, _ machine: Machine, _ options: MeasurementOptions, sharers: Int
    ) throws -> NodePlan {
        let available = machine.cpus(onNode: node)
        let count = options.threads ?? machine.coreCount(onNode: node)
        guard count <= available.count else {
            throw Failure(
                .unavailable, cannot: "run \(count) threads on node \(node.id)",
                because: "this process may use \(available.count) CPUs there (\(IDSet(available)))",
                remedy: "Ask for fewer with --threads, or name other nodes with --nodes")
        }
        let cpus = Array(available.prefix(count))
        let cache = machine.lastLevelCache(of: cpus)
        let sizing = try ArraySizing(
            node: node.id, cacheBytes: cache, asked: options.arraySize,
            room: MemoryRoom.onNode(node.id, sharers: sharers), threads: count)
        return NodePlan(
            node: node.id, cpus: cpus, array: sizing.array, cacheBytes: cache, caveats: sizing.caveats)
    }
}
