/// CPUs and memory that a figure needed and that were taken from the program while it was measured.
package struct TakenAway: Codable, Hashable, Sendable {
    /// CPUs whose threads were found elsewhere, or no longer held to them.
    package var cpus: IDSet
    /// Those of them that were switched off.
    package var offline: IDSet
    /// Those of them that the program may still use: only the threads were moved.
    package var moved: IDSet
    /// Nodes whose memory the program may no longer use.
    package var nodes: IDSet

    /// - Parameters:
    ///   - online: all CPUs that are switched on; nil where that is not told.
    ///   - allowed: all that the program may use now; nil where that is not told.
    package init(
        cpus: IDSet = IDSet([]), online: IDSet? = nil, allowed: IDSet? = nil, nodes: IDSet = IDSet([])
    ) {
        self.cpus = cpus
        offline = IDSet(online.map { online in cpus.ids.filter { !online.contains($0) } } ?? [])
        moved = allowed.map(cpus.intersection) ?? IDSet([])
        self.nodes = nodes
    }

    /// Whether nothing was.
    package var isEmpty: Bool { cpus.isEmpty && nodes.isEmpty }

    /// "CPU 3 was taken away during the run (it was switched off)".
    package var text: String {
        let gone = IDSet(cpus.ids.filter { !offline.contains($0) && !moved.contains($0) })
        return [
            Self.taken(gone, "its cpuset or affinity was changed", "the cpuset or affinity was changed"),
            Self.taken(offline, "it was switched off", "they were switched off"), movedText, nodeText,
        ].compactMap(\.self).joined(separator: "; ")
    }

    private static func taken(_ cpus: IDSet, _ cause: String, _ causeOfSeveral: String) -> String? {
        switch cpus.count {
        case 0: nil
        case 1: "CPU \(cpus) was taken away during the run (\(cause))"
        default: "CPUs \(cpus) were taken away during the run (\(causeOfSeveral))"
        }
    }

    /// Some kernels let all threads of a cpuset loose when it changes.
    private var movedText: String? {
        guard !moved.isEmpty else { return nil }
        let whose = moved.count == 1 ? "the thread of CPU \(moved) was" : "the threads of CPUs \(moved) were"
        return "\(whose) let loose during the run (the cpuset or affinity was changed)"
    }

    private var nodeText: String? {
        guard !nodes.isEmpty else { return nil }
        let isOne = nodes.ids.count == 1
        return "the memory of node\(isOne ? "" : "s") \(nodes) was taken away during the run (cpuset.mems was changed)"
    }
}
