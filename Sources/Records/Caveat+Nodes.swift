extension Caveat {
    /// One caveat for all nodes that share it, in the order of their first.
    package static func merging(_ kinds: [Kind]) -> [Caveat] {
        var merged: [(kind: Kind, nodes: [Int])] = []
        for kind in kinds {
            let general = kind.on(IDSet([]))
            if let index = merged.firstIndex(where: { $0.kind == general }) {
                merged[index].nodes += kind.nodes.ids
            } else {
                merged.append((general, kind.nodes.ids))
            }
        }
        return merged.map { Caveat($0.kind.on(IDSet($0.nodes))) }
    }
}

extension Caveat.Kind {
    /// The nodes it speaks of; empty where it speaks of none.
    fileprivate var nodes: IDSet {
        switch self {
        case .pageSizeMixed(let nodes, _), .arraysLimited(let nodes, _, _, _), .placedByFirstTouch(let nodes, _): nodes
        default: IDSet([])
        }
    }

    /// The same of other nodes.
    fileprivate func on(_ nodes: IDSet) -> Self {
        switch self {
        case .pageSizeMixed(_, let share): .pageSizeMixed(nodes: nodes, hugeShare: share)
        case .arraysLimited(_, let used, let multiple, let limit):
            .arraysLimited(nodes: nodes, used: used, cacheMultiple: multiple, limit: limit)
        case .placedByFirstTouch(_, let reason): .placedByFirstTouch(nodes: nodes, reason: reason)
        default: self
        }
    }
}
