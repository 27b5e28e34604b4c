import Machine
import Quantities
import Records

extension BandwidthPlan {
    /// About what filling all nodes' arrays takes, one node after the other.
    var fillSeconds: Double {
        targets.reduce(0) { $0 + FillTime.values.seconds(3 * $1.array.bytes, threads: $1.fillers.count) }
    }

    /// The most that is allocated at a time, by node: three arrays, or two such sets in pages of different sizes, which
    /// have the machine to themselves. Pools of huge pages are set aside already.
    func memory(_ machine: Machine, _ studies: Set<Study>) -> [PlannedMemory] {
        targets.map { target in
            let room = machine.room(onNode: target.node, sharers: targets.count)
            let arrays = 3 * Self.mapped(target.array.bytes)
            guard let home, home.node == target.node, studies.contains(.pages),
                home.sets * 3 * Self.mapped(home.bytes) > arrays
            else { return PlannedMemory(node: target.node, bytes: arrays, roomBytes: room?.bytes) }
            return PlannedMemory(
                node: target.node, bytes: home.sets * 3 * Self.mapped(home.bytes), roomBytes: target.room?.bytes)
        }
    }

    /// Arrays of one node in pages of several sizes, which exist at once.
    struct PageSets {
        let node: Int
        /// Sets of three arrays in memory that is not set aside.
        let sets = 2
        /// Of one array.
        let bytes: Int
        let threads: Int
    }

    /// The first node that has cores and memory; nil where none has both.
    var home: PageSets? {
        guard let source = localSources.first, let target = targets.first(where: { $0.node == source.node }) else {
            return nil
        }
        let most = target.room.map { ArraySizing.most($0, arrays: 6).bytes } ?? .max
        return PageSets(node: target.node, bytes: min(target.array.bytes, most), threads: target.fillers.count)
    }

    /// What is left out by choice or for want of room: sentences.
    var omissions: [String] {
        var sentences = excluded.sentences
        if isLarge {
            let nodes = localSources.count
            sentences.append(
                "most loops on each of \(nodes) nodes: read and triad of the widest instruction set are, the others on "
                    + "node \(localSources[0].node) and on all at once")
            sentences.append("1, 2, 4 … threads on each of \(nodes) nodes: on one of each number of cores they are")
        }
        return sentences
    }

    /// Each array begins on a huge page of its own.
    private static func mapped(_ bytes: Int) -> Int { (bytes + 0x1F_FFFF) & ~0x1F_FFFF }
}
