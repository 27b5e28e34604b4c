import Kernels
import Machine
import ProbeKit
import Quantities
import Records

extension Campaign {
    /// All cores on memory whose pages lie on all nodes in turn, as `numactl --interleave=all` places them.
    mutating func measureInterleaved(_ kernels: [StreamKernel]) throws {
        guard plan.targets.count > 1 else { return }
        let nodes = IDSet(plan.targets.map(\.node))
        let team = try teams.team(plan.sources.flatMap(\.cpus))
        let labels = ["cpu_node": "all", "memory_node": "interleaved", "threads": "\(team.cpus.count)"]
        if let reason = parts.reason(against: Study.interleaved.rawValue) {
            return leaveOut(.interleaved, kernels, labels: labels, because: reason)
        }
        // As large as all nodes' arrays together, as far as the fullest node still has room for its part.
        let wanted = plan.targets.map(\.array.bytes).reduce(0, +)
        let rooms = plan.targets.compactMap { MemoryRoom.onNode($0.node, sharers: plan.targets.count) }
        let least = rooms.min { $0.bytes < $1.bytes }
        let most = least.map { ArraySizing.most($0, arrays: 3).bytes * plan.targets.count } ?? wanted
        let size = min(wanted, most) / (64 * team.cpus.count) * 64 * team.cpus.count
        guard size >= 1 << 20 || size == wanted else {
            let room = "\(ByteCount(least?.bytes ?? 0)) is left of \(least?.limit ?? "memory") for each node's part"
            return leaveOut(.interleaved, kernels, labels: labels, because: room)
        }
        let caches = plan.targets.compactMap(\.cacheBytes).reduce(0, +)
        if size < wanted - 64 * team.cpus.count, caches > 0 {
            let multiple = Double(size) / Double(caches)
            caveats.append(
                .arraysLimited(
                    nodes: nodes, used: size, cacheMultiple: multiple, limit: least?.limit ?? "memory"))
        }
        let arrays = try Arrays(
            .interleaved(nodes), size: ByteCount(size), filledBy: team, seed: seed,
            cacheBytes: caches > 0 ? caches : nil, hasOneNode: false)
        add(arrays, for: .interleaved)
        let stage = Stage(team, on: arrays, cpuNode: "all", memoryNode: "interleaved")
        _ = try withExtendedLifetime(arrays) { () throws in
            try run(.interleaved, kernels.map { Cell(.interleaved, $0, on: stage) })
        }
    }

    /// The first node's cores on its memory in pages of each size, which take turns.
    mutating func measurePages(_ kernels: [StreamKernel]) throws {
        guard let source = plan.localSources.first, let target = plan.targets.first(where: { $0.node == source.node })
        else { return }
        let pools = HugePagePool.onNode(target.node)
        // One size for all kinds, so that only the pages differ; two such sets have to have room at once.
        let room = MemoryRoom.onNode(target.node, sharers: 1)
        let common = min(target.array, room.map { ArraySizing.most($0, arrays: 6) } ?? target.array)
        var (cells, all): ([Cell], [Arrays]) = ([], [])
        for pages in [PageKind.small, .transparentHuge] + pools.map({ .pool(pageBytes: $0.pageBytes) }) {
            do {
                let arrays = try pageArrays(pages, source, target, pools, common)
                add(arrays, for: .pages)
                let stage = Stage(
                    try teams.team(source.cpus), on: arrays, cpuNode: "\(source.node)", memoryNode: "\(target.node)")
                cells += kernels.map { Cell(.pages, $0, on: stage, extra: ["pages": pages.name]) }
                all.append(arrays)
            } catch let failure as Failure where failure.status == .unavailable {
                let labels = [
                    "cpu_node": "\(source.node)", "memory_node": "\(target.node)",
                    "threads": "\(source.cpus.count)", "pages": pages.name,
                ]
                leaveOut(.pages, kernels, labels: labels, because: failure.cause)
            }
        }
        try withExtendedLifetime(all) { () throws in _ = try run(.pages, cells) }
    }

    /// - Throws: `Failure` where there are no such pages, or no time to set them up.
    private func pageArrays(
        _ pages: PageKind, _ source: BandwidthPlan.Source, _ target: BandwidthPlan.Target, _ pools: [HugePagePool],
        _ common: ByteCount
    ) throws -> Arrays {
        let size = try Self.size(pages, target, pools, common)
        if let reason = parts.reason(against: Study.pages.rawValue) {
            throw Failure(
                .unavailable, cannot: "measure \(pages.name) pages", because: reason, remedy: "Take more time")
        }
        return try Arrays(
            .node(target.node), size: size, pages: pages, filledBy: try teams.team(source.cpus), seed: seed,
            cacheBytes: target.cacheBytes, hasOneNode: plan.hasOneNode)
    }

    /// The common size, or as much as a pool has pages for: at least twice the caches, which smaller arrays would show.
    private static func size(
        _ pages: PageKind, _ target: BandwidthPlan.Target, _ pools: [HugePagePool], _ common: ByteCount
    ) throws -> ByteCount {
        guard common.bytes > 0 else {
            throw Failure(
                .unavailable, cannot: "measure page sizes", because: "there is no room for two further sets of arrays",
                remedy: "Free memory")
        }
        guard case .pool(let pageBytes) = pages, let pool = pools.first(where: { $0.pageBytes == pageBytes }) else {
            return common
        }
        // Three arrays, each of which begins on a 2 MiB boundary.
        let most = pool.free * pageBytes / 3 & ~0x1F_FFFF
        let name = "the pool of \(ByteCount(pageBytes)) pages (hugetlb) on node \(target.node)"
        guard most > 0 else {
            throw Failure(
                .unavailable, cannot: "measure \(pages.name)", because: "\(name) is empty (vm.nr_hugepages)",
                remedy: "Fill the pool")
        }
        guard most >= min(common.bytes, 2 * (target.cacheBytes ?? 0)) else {
            throw Failure(
                .unavailable, cannot: "measure \(pages.name)",
                because: "\(name) has room for arrays of \(ByteCount(most)) only, which caches would hold "
                    + "(vm.nr_hugepages)", remedy: "Enlarge the pool")
        }
        return min(common, ByteCount(most))
    }
}
