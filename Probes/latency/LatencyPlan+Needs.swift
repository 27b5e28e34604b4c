import Machine
import Quantities
import Records

extension LatencyPlan {
    /// What needs cycles of pointers on the nodes.
    static let kindsInMemory: Set<LatencyCell.Kind> = [.level, .node, .loaded, .curve]

    /// About what filling all nodes' cycles takes, one after the other, in two page sizes.
    var fillSeconds: Double {
        targets.reduce(0) { $0 + FillTime.cycles.seconds(2 * $1.bytes, threads: $1.fillers.count) }
    }

    /// The cores and the memory of nodes that are loaded from in pages of a kind. On a large machine small pages are
    /// for each node's own memory alone, and the order is such that each node is met as often as the others however
    /// many pairs are reached.
    func pairs(in pages: PageKind) -> [(source: Source, target: Target)] {
        let all = targets.flatMap { target in sources.map { (source: $0, target: target) } }
        guard all.count > Self.fewPairs else { return all }
        guard pages == .transparentHuge else { return all.filter { $0.source.node == $0.target.node } }
        let turns = targets.indices.flatMap { row in
            sources.indices.map { (row - $0 + sources.count) % max(1, sources.count) }
        }
        return zip(all, turns).enumerated().sorted { one, other in
            (one.element.1.mirrored, one.offset) < (other.element.1.mirrored, other.offset)
        }.map(\.element.0)
    }

    /// Eight nodes' pairs.
    private static let fewPairs = 64

    /// The most that is allocated at a time, by node: cycles in two page sizes, and what other cores stream.
    func memory(_ machine: Machine, _ kinds: Set<LatencyCell.Kind>) -> [PlannedMemory] {
        guard !kinds.isDisjoint(with: Self.kindsInMemory) else { return [] }
        let isLoaded = kinds.contains(.loaded) && load.obstacle == nil
        return targets.map { target in
            let cycles = 2 * ((target.bytes + 0x1F_FFFF) & ~0x1F_FFFF)
            let streamed = isLoaded && target.node == home.target.node ? load.bytes : 0
            let room = machine.room(onNode: target.node, sharers: targets.count)
            return PlannedMemory(node: target.node, bytes: cycles + streamed, roomBytes: room?.bytes)
        }
    }

    /// What is left out by choice or for want of room: sentences.
    var omissions: [String] {
        var sentences = excluded.sentences
        if sources.count * targets.count > Self.fewPairs {
            sentences.append("small pages between different nodes: between \(sources.count) nodes huge ones say enough")
        }
        return sentences
    }
}
