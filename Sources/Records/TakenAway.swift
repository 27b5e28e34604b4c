/// CPUs and memory that a figure needed and that were taken from the program while it was measured.
package struct TakenAway: Codable, Hashable, Sendable {
    /// CPUs whose threads were no longer held to them.
    package var cpus: IDSet
    /// Those of them that were switched off.
    package var offline: IDSet
    /// Nodes whose memory the program may no longer use.
    package var nodes: IDSet

    package init(cpus: IDSet = IDSet([]), offline: IDSet = IDSet([]), nodes: IDSet = IDSet([])) {
        self.cpus = cpus
        self.offline = offline
        self.nodes = nodes
    }

    /// Whether nothing was.
    package var isEmpty: Bool { cpus.isEmpty && nodes.isEmpty }

    /// "CPU 3 was taken away during the run (it was switched off)".
    package var text: String {
        [cpuText, nodeText].compactMap(\.self).joined(separator: "; ")
    }

    private var cpuText: String? {
        guard !cpus.isEmpty else { return nil }
        let isOne = cpus.ids.count == 1
        let cause =
            offline.isEmpty
            ? "its cpuset or affinity was changed"
            : offline == cpus
                ? isOne ? "it was switched off" : "they were switched off"
                : "CPU \(offline) was switched off, and the cpuset or affinity was changed"
        return "CPU\(isOne ? "" : "s") \(cpus) \(isOne ? "was" : "were") taken away during the run (\(cause))"
    }

    private var nodeText: String? {
        guard !nodes.isEmpty else { return nil }
        let isOne = nodes.ids.count == 1
        return "the memory of node\(isOne ? "" : "s") \(nodes) was taken away during the run (cpuset.mems was changed)"
    }
}
