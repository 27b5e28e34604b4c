import Kernels
import Machine
import Quantities

/// A sweep of working sets by so many threads.
struct Sweep {
    let cpus: [Int]
    let sets: WorkingSets

    /// What tells a working set from the others.
    func labels(_ bytes: Int) -> [String: String] {
        var labels = ["working_set_bytes": "\(bytes)", "level": sets.level(of: bytes)]
        if sets.typical[bytes] != nil { labels["typical"] = "yes" }
        return labels
    }
}

extension BandwidthPlan {
    /// One core of the first node that has memory, and all cores where there are several.
    func sweeps(_ machine: Machine, quick: Bool) -> [Sweep] {
        guard let first = localSources.first, let target = targets.first(where: { $0.node == first.node }) else {
            return []
        }
        let all = localSources.flatMap(\.cpus)
        return [[first.cpus[0]], all].filter { $0.count == 1 || all.count > 1 }.map { cpus in
            // All nodes' arrays may differ in size; each thread has a part of its own node's.
            let parts = cpus.count == 1 ? [target.array.bytes] : localParts
            let room = (parts.min() ?? 0) - StreamSlices.workingSetPadding
            return Sweep(
                cpus: cpus, sets: WorkingSets(machine: machine, cpus: cpus, largest: room, perOctave: quick ? 1 : 2))
        }
    }

    /// The bytes of an array that each thread has on its own node.
    private var localParts: [Int] {
        localSources.compactMap { source in
            targets.first { $0.node == source.node }.map { $0.array.bytes / source.cpus.count }
        }
    }
}
