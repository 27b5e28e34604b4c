import Kernels
import Machine
import ProbeKit
import Records

/// The arrays on every node, and the stages on which threads of any node use them.
final class NodeStages {
    let plan: BandwidthPlan
    let teams: ThreadTeams
    private let arrays: [Int: Arrays]
    /// Each node's own threads on its own arrays.
    let local: [Stage]
    /// All of them at once; nil where there is only one.
    let all: Stage?

    init(_ plan: BandwidthPlan, teams: ThreadTeams, seed: UInt64) throws {
        self.plan = plan
        self.teams = teams
        let arrays = try plan.targets.reduce(into: [Int: Arrays]()) { arrays, target in
            arrays[target.node] = try Arrays(
                .node(target.node), size: target.array, filledBy: try teams.team(target.fillers), seed: seed,
                cacheBytes: target.cacheBytes, hasOneNode: plan.hasOneNode)
        }
        self.arrays = arrays
        local = try plan.sources.compactMap { source in
            try arrays[source.node].map { try Self.stage(source.cpus, source.node, $0, teams) }
        }
        all = local.count > 1 ? Stage(all: local, team: try teams.team(local.flatMap(\.team.cpus))) : nil
    }

    var placements: [ArrayPlacement] { plan.targets.compactMap { arrays[$0.node]?.placement } }
    var caveats: [Caveat.Kind] { plan.targets.flatMap { arrays[$0.node]?.proof.caveats ?? [] } }

    /// The stage that shapes race on: a node's own cores on its memory, or on what they reach where it has none.
    func first() throws -> Stage? {
        guard local.isEmpty, let source = plan.sources.first, let target = plan.targets.first else {
            return local.first
        }
        return try arrays[target.node].map { try Self.stage(source.cpus, source.node, $0, teams) }
    }

    private static func stage(_ cpus: [Int], _ node: Int, _ arrays: Arrays, _ teams: ThreadTeams) throws -> Stage {
        Stage(try teams.team(cpus), on: arrays, cpuNode: "\(node)", memoryNode: "\(arrays.placement.node)")
    }
}

extension NodeStages {
    /// Every kernel on every node by itself and on all at once; the kernels by turns. Of a large machine those that
    /// tell less on the first node and on all at once.
    /// - Parameter telling: those that are measured on every node.
    func loops(_ kernels: [StreamKernel], telling: (StreamKernel) -> Bool) -> [Cell] {
        let everywhere = local + [all].compactMap(\.self)
        guard plan.isLarge else { return kernels.flatMap { kernel in everywhere.map { Cell(.loops, kernel, on: $0) } } }
        let ends = Array(local.prefix(1)) + [all].compactMap(\.self)
        return kernels.filter(telling).flatMap { kernel in everywhere.map { Cell(.loops, kernel, on: $0) } }
            + kernels.filter { !telling($0) }.flatMap { kernel in ends.map { Cell(.loops, kernel, on: $0) } }
    }

    /// The cores of each node on the memory of each other, the kernels by turns.
    func matrix(_ kernels: [StreamKernel]) throws -> [Cell] {
        try kernels.flatMap { kernel in
            try plan.remotePairs.compactMap { source, target in
                try arrays[target.node].map {
                    Cell(.matrix, kernel, on: try Self.stage(source.cpus, source.node, $0, teams))
                }
            }
        }
    }

    /// 1, 2, 4 … threads of each node on its own memory.
    func scaling(_ kernels: [StreamKernel]) throws -> [Cell] {
        try plan.countedSources.flatMap { source in
            try source.threadCounts.flatMap { count in
                let stage = try arrays[source.node].map {
                    try Self.stage(Array(source.cpus.prefix(count)), source.node, $0, teams)
                }
                return stage.map { stage in kernels.map { Cell(.scaling, $0, on: stage) } } ?? []
            }
        }
    }

    /// Working sets in one core's caches and memory, then in all cores'.
    func levels(_ kernels: [StreamKernel], _ sweeps: [Sweep]) throws -> [Cell] {
        guard let node = local.first, let target = plan.targets.first(where: { "\($0.node)" == node.memoryNode }),
            let arrays = arrays[target.node]
        else { return [] }
        let one = try Self.stage([node.team.cpus[0]], target.node, arrays, teams)
        return sweeps.flatMap { sweep in
            let whole = sweep.cpus.count == 1 ? one : all ?? node
            return sweep.sets.sizes.flatMap { size in
                kernels.map { kernel in
                    let stage = Stage(whole, team: whole.team, workingSet: size, of: kernel)
                    return Cell(.levels, kernel, on: stage, extra: sweep.labels(size))
                }
            }
        }
    }
}
