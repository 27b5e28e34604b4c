import Quantities
import Records
import TokenModel

extension FindingRule {
    /// Closer than that, both do.
    private static let worthwhile = 1.03

    /// One node, or all with interleaved memory.
    static let placement = FindingRule("the placement on nodes") { basis in
        guard let details = basis.context.topology?.details else {
            return .impossible(why: basis.context.reasonMissing("topology"))
        }
        guard details.memoryNodes.count > 1 else { return .clear }
        let places = basis.placedSpeeds
        guard let node = places.filter({ !$0.isInterleaved }).max(by: { $0.speed < $1.speed }),
            let all = places.first(where: \.isInterleaved)
        else { return .impossible(why: "reading from interleaved memory was not measured") }
        let (best, other) = node.speed > all.speed ? (node, all) : (all, node)
        guard other.speed > 0, best.speed / other.speed > worthwhile else { return .clear }
        let sureness = FindingCost.Sureness.when("with \(other.placement.sentenceName)")
        return .found([
            Finding(
                best.isInterleaved
                    ? "All nodes with interleaved memory are faster than one node"
                    : "One node alone is faster than all of them with interleaved memory",
                evidence:
                    "With \(best.evidence), with \(other.evidence). Started plainly, memory is on the node of the "
                    + "thread that loads the model, and what the others get is not foreseeable.",
                cost: best.isTokens
                    ? .tokens(lost: best.speed - other.speed, of: best.speed, sureness)
                    : .bandwidth(share: 1 - other.speed / best.speed, sureness),
                action: best.isInterleaved
                    ? "Interleave the memory of all nodes." : "Bind threads and memory to the node.",
                commands: [RunCommand(best.placement, threads: best.threads).server(context: nil)])
        ])
    }
}

/// How fast generation, or reading where no model is predicted, is in one place.
struct PlacedSpeed {
    let placement: Placement
    let threads: Int
    let speed: Double
    let isTokens: Bool

    var isInterleaved: Bool { placement == .interleaved }

    var evidence: String {
        let figure =
            isTokens ? "\(speed.significant(3)) token/s are predicted" : "\(speed.significant(3)) GB/s are read"
        return "\(placement.sentenceName) \(figure)"
    }
}

extension FindingBasis {
    /// Of the reference model, or of reading where no model is predicted.
    var placedSpeeds: [PlacedSpeed] {
        guard let engine = context.engine, let reference else { return readSpeeds }
        return engine.placements.filter { $0.placement != .split }.compactMap { rates in
            let model = FittedModel(rates: rates, profile: engine.profile)
            return model.predict(reference.prediction.demand, reference.prediction.scenario).generation.map {
                PlacedSpeed(
                    placement: rates.placement, threads: rates.threads, speed: $0.median.value, isTokens: true)
            }
        }
    }

    private var readSpeeds: [PlacedSpeed] {
        let cells = context.cells
        let nodes = (context.topology?.details.memoryNodes ?? []).compactMap { node -> PlacedSpeed? in
            guard let cell = cells.fastest("read", node: "\(node.id)"), let speed = cell.median else { return nil }
            return PlacedSpeed(placement: .node(node.id), threads: cell.threads, speed: speed, isTokens: false)
        }
        let all = cells.filter { $0.memoryNode == "interleaved" && $0.kernel == "read" && $0.median != nil }
            .max { ($0.median ?? 0) < ($1.median ?? 0) }
        return nodes
            + [all].compactMap { cell in
                cell.flatMap { cell in
                    cell.median.map {
                        PlacedSpeed(placement: .interleaved, threads: cell.threads, speed: $0, isTokens: false)
                    }
                }
            }
    }
}

extension Placement {
    /// "node 0 alone", "all nodes and interleaved memory".
    var sentenceName: String {
        switch self {
        case .whole: "the whole machine"
        case .node(let id): "node \(id) alone"
        case .interleaved: "all nodes and interleaved memory"
        case .split: "all nodes, each with its own part of the weights"
        }
    }
}
