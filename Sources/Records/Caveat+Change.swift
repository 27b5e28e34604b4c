import Quantities

extension Caveat.Kind {
    /// Of what was taken from the program while it measured.
    var changeText: String {
        switch self {
        case .throttled(let figures, let all, let worst, let share, let cpus):
            "\(figures) of \(all) figures are invalid: a CPU quota"
                + (cpus.map { " of \($0.shortest(decimals: 2)) CPUs" } ?? "")
                + " stopped the threads for more than 1 % of their samples, most of all of \(worst) "
                + "(\((share * 100).significant(2)) %). They tell what the quota grants, not what the machine can do. "
                + "Run without the quota (docker: without --cpus)."
        case .takenAway(let lost, let figures, let all, let names):
            "\(lost.text.capitalizedFirst): \(figures) of \(all) figures were dropped: \(Self.shown(names)). The rest "
                + "was measured on what remained. Repeat the run when nothing changes the machine."
        case .machineChanged(let cpusGone, let cpusNew, let nodesGone, let nodesNew):
            "What this program may use changed during the run: "
                + [
                    Self.change("CPU", cpusGone, "gone"), Self.change("CPU", cpusNew, "new"),
                    Self.change("NUMA node", nodesGone, "gone"), Self.change("NUMA node", nodesNew, "new"),
                ].compactMap(\.self).joined(separator: ", ")
                + ". Figures of all CPUs or nodes are of those at its beginning. Repeat the run when nothing changes "
                + "the cpuset or switches CPUs."
        default: ""
        }
    }

    /// The first few tell what kind of figure it is; each dropped figure says so itself.
    private static func shown(_ names: [String]) -> String {
        names.prefix(4).joined(separator: "; ") + (names.count > 4 ? "; \(names.count - 4) more" : "")
    }

    private static func change(_ noun: String, _ ids: IDSet, _ what: String) -> String? {
        ids.isEmpty ? nil : "\(noun)\(ids.ids.count == 1 ? "" : "s") \(ids) \(what)"
    }
}

extension String {
    fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
