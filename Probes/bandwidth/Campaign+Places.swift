import Kernels
import Machine
import Quantities
import Records

extension Campaign {
    /// All cores on memory whose pages lie on all nodes in turn, as `numactl --interleave=all` places them.
    mutating func measureInterleaved(_ kernels: [StreamKernel]) throws {
        guard plan.targets.count > 1 else { return }
        let nodes = IDSet(plan.targets.map(\.node))
        let team = try teams.team(plan.sources.flatMap(\.cpus))
        let labels = ["cpu_node": "all", "memory_node": "interleaved", "threads": "\(team.cpus.count)"]
        let caches = plan.targets.compactMap(\.cacheBytes).reduce(0, +)
        // As large as all nodes' arrays together, as far as the fullest node still has room for its part.
        let rooms = plan.targets.map { MemoryRoom.onNode($0.node, sharers: plan.targets.count)?.bytes ?? .max }
        let room = MemoryRoom(bytes: (rooms.min() ?? 0) * rooms.count, limit: "the fullest node's free memory")
        let wanted = ByteCount(plan.targets.map(\.array.bytes).reduce(0, +))
        do {
            let sizing = try ArraySizing(
                node: nodes.ids[0], cacheBytes: caches > 0 ? caches : nil, asked: min(wanted, room.mostForOneArray),
                room: room, threads: team.cpus.count)
            let arrays = try Arrays(
                .interleaved(nodes), size: sizing.array, filledBy: team, seed: seed,
                cacheBytes: caches > 0 ? caches : nil, hasOneNode: false)
            add(arrays, for: .interleaved)
            let stage = Stage(team, on: arrays, cpuNode: "all", memoryNode: "interleaved")
            _ = try withExtendedLifetime(arrays) { () throws in
                try run(.interleaved, kernels.map { Cell(.interleaved, $0, on: stage) })
            }
        } catch let failure as Failure where failure.status == .unavailable {
            leaveOut(.interleaved, kernels, labels: labels, because: failure.cause)
        }
    }

    /// The first node's cores on its memory in pages of each size.
    mutating func measurePages(_ kernels: [StreamKernel]) throws {
        guard let source = plan.localSources.first, let target = plan.targets.first(where: { $0.node == source.node })
        else { return }
        let pools = HugePagePool.onNode(target.node)
        for pages in [PageKind.small, .transparentHuge] + pools.map({ .pool(pageBytes: $0.pageBytes) }) {
            let labels = [
                "cpu_node": "\(source.node)", "memory_node": "\(target.node)", "threads": "\(source.cpus.count)",
                "pages": pages.name,
            ]
            do {
                let size = try Self.size(pages, target, pools)
                try measure(kernels, on: source, target, size, pages: pages)
            } catch let failure as Failure where failure.status == .unavailable {
                leaveOut(.pages, kernels, labels: labels, because: failure.cause)
            }
        }
    }

    private mutating func measure(
        _ kernels: [StreamKernel], on source: BandwidthPlan.Source, _ target: BandwidthPlan.Target, _ size: ByteCount,
        pages: PageKind
    ) throws {
        let team = try teams.team(source.cpus)
        let arrays = try Arrays(
            .node(target.node), size: size, pages: pages, filledBy: team, seed: seed, cacheBytes: target.cacheBytes,
            hasOneNode: plan.hasOneNode)
        add(arrays, for: .pages)
        let stage = Stage(team, on: arrays, cpuNode: "\(source.node)", memoryNode: "\(target.node)")
        _ = try withExtendedLifetime(arrays) { () throws in
            try run(.pages, kernels.map { Cell(.pages, $0, on: stage, extra: ["pages": pages.name]) })
        }
    }

    /// The node's own size, or as much as its pool has pages for.
    private static func size(
        _ pages: PageKind, _ target: BandwidthPlan.Target, _ pools: [HugePagePool]
    ) throws -> ByteCount {
        guard case .pool(let pageBytes) = pages, let pool = pools.first(where: { $0.pageBytes == pageBytes }) else {
            return target.array
        }
        // Three arrays, each of which begins on a 2 MiB boundary.
        let most = pool.free * pageBytes / 3 & ~0x1F_FFFF
        guard most > 0 else {
            throw Failure(
                .unavailable, cannot: "measure pages of \(ByteCount(pageBytes))",
                because: "the pool of \(ByteCount(pageBytes)) pages (hugetlb) on node \(target.node) is empty "
                    + "(vm.nr_hugepages)", remedy: "Fill the pool")
        }
        return min(target.array, ByteCount(most))
    }
}

extension MemoryRoom {
    /// What each of three arrays may take of it.
    var mostForOneArray: ByteCount { ByteCount(bytes / 10 * 8 / 3) }
}
