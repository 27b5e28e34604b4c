import Records

/// Which nodes' cores and which nodes' memory can be measured, and why others cannot.
package struct NodePairs: Sendable {
    /// Nodes whose CPUs this process may use.
    package let cpuNodes: [NUMANode]
    /// Nodes whose memory this process may use.
    package let memoryNodes: [NUMANode]
    /// Pairs that cannot be measured.
    package let excluded: [Excluded]

    /// Cores and memory that cannot be measured together, and why.
    package struct Excluded: Sendable {
        package let cpuNode: Int
        package let memoryNode: Int
        package let reason: String

        package init(cpuNode: Int, memoryNode: Int, reason: String) {
            self.cpuNode = cpuNode
            self.memoryNode = memoryNode
            self.reason = reason
        }
    }

    /// - Parameter asked: the nodes to look at; all where it is nil.
    /// - Throws: `Failure` where a node does not exist, or none can be measured.
    package init(_ machine: Machine, asked: IDSet?) throws {
        try Self.check(asked, machine)
        let nodes = machine.topology.nodes.filter { asked?.contains($0.id) ?? true }
        // Once for each node: there are a thousand pairs of 32 nodes, and each answer looks at every core.
        let reasons = nodes.map { Self.reasonAgainstCPUs(of: $0, machine) }
        excluded = zip(nodes, reasons).flatMap { cpuNode, reasonAgainstCPUs in
            nodes.compactMap { memoryNode in
                let reason = reasonAgainstCPUs ?? Self.reasonAgainstMemory(of: memoryNode, machine)
                return reason.map { Excluded(cpuNode: cpuNode.id, memoryNode: memoryNode.id, reason: $0) }
            }
        }
        cpuNodes = zip(nodes, reasons).filter { $0.1 == nil }.map(\.0)
        memoryNodes = nodes.filter { Self.reasonAgainstMemory(of: $0, machine) == nil }
        guard cpuNodes.isEmpty || memoryNodes.isEmpty else { return }
        let all = excluded.map(\.reason).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        throw Failure(
            .unavailable, cannot: "measure any node's memory", because: all.joined(separator: "; "),
            remedy: machine.topology.memoryNodes.isEmpty
                ? "Mount /sys or /proc" : "Widen the cpuset, or name other nodes with --nodes")
    }

    /// What is made of each memory node, and the pairs that are left out besides: where it cannot be made, such as for
    /// want of free memory, the node's memory is not measured, and the others' is.
    /// - Throws: the first `Failure` where it can be made of none.
    package func plan<Target>(_ make: (NUMANode) throws -> Target) throws -> (targets: [Target], excluded: [Excluded]) {
        var (targets, excluded): ([Target], [Excluded]) = ([], self.excluded)
        var first: Failure?
        for node in memoryNodes {
            do {
                targets.append(try make(node))
            } catch let failure as Failure where failure.status == .unavailable {
                first = first ?? failure
                excluded += cpuNodes.map { Excluded(cpuNode: $0.id, memoryNode: node.id, reason: failure.cause) }
            }
        }
        if targets.isEmpty, let first { throw first }
        return (targets, excluded)
    }

    private static func check(_ asked: IDSet?, _ machine: Machine) throws {
        let existing = IDSet(machine.topology.nodes.map(\.id))
        guard let missing = asked?.ids.first(where: { !existing.contains($0) }) else { return }
        throw Failure(
            .unavailable, cannot: "measure node \(missing)",
            because:
                "this machine has no NUMA node \(missing); it has "
                + "\(existing.count == 1 ? "node" : "nodes") \(existing)",
            remedy: "Name nodes that exist with --nodes")
    }

    private static func reasonAgainstCPUs(of node: NUMANode, _ machine: Machine) -> String? {
        if node.pus.isEmpty { return "node \(node.id) has no CPUs of its own" }
        return machine.cpus(onNode: node).isEmpty ? "this process may use none of the CPUs of node \(node.id)" : nil
    }

    private static func reasonAgainstMemory(of node: NUMANode, _ machine: Machine) -> String? {
        guard !machine.topology.memoryNodes.isEmpty else {
            return "the system does not tell how much memory there is (are /sys and /proc mounted?)"
        }
        if node.memory == 0 { return "node \(node.id) has no memory" }
        return machine.topology.usable.nodes.contains(node.id)
            ? nil : "the cpuset does not allow the memory of node \(node.id)"
    }
}
