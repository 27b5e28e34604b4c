import Machine
import ProbeKit
import Quantities
import Records

extension Campaign {
    /// What one core's caches and its memory are measured with.
    var workingSets: WorkingSets {
        let (source, target) = plan.home
        return WorkingSets(
            machine: machine, cpus: [source.cpus[0]], largest: target.bytes, perOctave: options.quick ? 1 : 2)
    }

    /// The middle of each level, in both page sizes, on the home node.
    func levelCells(_ memory: [Pointers]) throws -> [Cell] {
        let sets = workingSets
        return try homeMemory(memory).flatMap { pointers in
            try sets.typical.keys.sorted().map { bytes in
                try chase(.level, pointers, bytes: bytes, extra: ["level": sets.typical[bytes] ?? ""])
            }
        }
    }

    /// Working sets of rising size, in both page sizes, on the home node.
    func curveCells(_ memory: [Pointers]) throws -> [Cell] {
        let sets = workingSets
        return try homeMemory(memory).flatMap { pointers in
            try sets.sizes.map { try chase(.curve, pointers, bytes: $0, extra: ["level": sets.level(of: $0)]) }
        }
    }

    /// A core of each node on the memory of each, in both page sizes; huge pages first.
    func nodeCells(_ memory: [Pointers]) throws -> [Cell] {
        let measured = try [PageKind.transparentHuge, .small].flatMap { pages in
            try plan.pairs(in: pages).compactMap { source, target in
                try memory.first { $0.pages == pages && $0.node == target.node }.map { pointers in
                    Cell.chase(
                        .node, pointers, bytes: pointers.bytes, core: try teams.team([source.cpus[0]]),
                        labels: labels(
                            source, pointers, pointers.bytes, ["level": workingSets.level(of: pointers.bytes)]))
                }
            }
        }
        let excluded = plan.excluded.map { excluded in
            let labels = ["cpu_node": "\(excluded.cpuNode)", "memory_node": "\(excluded.memoryNode)", "level": "dram"]
            return Cell(.node, labels, notMeasured: excluded.reason)
        }
        return measured + excluded
    }

    /// A line between every two of the chosen cores, and between the PUs of the first core where it has two.
    func handoverCells() -> [Cell] {
        let cpus = plan.handoverCPUs
        guard cpus.count > 1 else { return [Cell(.handover, [:], notMeasured: "it needs two cores")] }
        var pairs = cpus.indices.flatMap { first in cpus[(first + 1)...].map { (cpus[first], $0) } }
        let siblings = machine.topology.cores.first { $0.pus.contains(cpus[0]) }?.pus.ids ?? []
        let usable = siblings.filter { plan.barrierCPUs.contains($0) }
        if usable.count > 1 { pairs.append((usable[0], usable[1])) }
        return pairs.map { first, second in
            let labels = ["cpu": "\(first)", "peer_cpu": "\(second)", "shares": machine.shared(by: first, second)]
            return Cell.handover(first, second, labels: labels.merging(nodes(first, second)) { $1 })
        }
    }

    func barrierCells() throws -> [Cell] {
        guard !plan.barrierCounts.isEmpty else { return [Cell(.barrier, [:], notMeasured: "it needs two CPUs")] }
        return try plan.barrierCounts.map { count in
            Cell.barrier(try teams.team(Array(plan.barrierCPUs.prefix(count))), labels: ["threads": "\(count)"])
        }
    }

    /// Loads by the home node's first core while its other cores stream at rising rates.
    mutating func loadedCells(_ memory: [Pointers]) throws -> [Cell] {
        let (source, target) = plan.home
        let pointers = homeMemory(memory)[0]
        let labels = labels(source, pointers, pointers.bytes, ["level": workingSets.level(of: pointers.bytes)])
        if let obstacle = plan.load.obstacle { return [Cell(.loaded, labels, notMeasured: obstacle)] }
        let cores = plan.load.cpus
        let load = try Load(
            try teams.team(cores), node: target.node, bytes: plan.load.bytes, kernel: kernel, seed: seed,
            hasOneNode: plan.hasOneNode)
        var placement = load.placement
        placement.study = LatencyCell.Kind.loaded.rawValue
        placements.append(placement)
        caveats += load.caveats
        let walk = LoadedWalk()
        return [0, 5, 10, 20, 35, 50, 70, 85, 100].map { percent in
            let more = ["load_percent": "\(percent)", "threads": "\(cores.count)"]
            return Cell.loaded(pointers, by: load, percent: percent, walk: walk, labels: labels.merging(more) { $1 })
        }
    }
}

extension Campaign {
    private func homeMemory(_ memory: [Pointers]) -> [Pointers] {
        memory.filter { $0.node == plan.home.target.node }
    }

    private func chase(
        _ kind: LatencyCell.Kind, _ pointers: Pointers, bytes: Int, extra: [String: String]
    ) throws -> Cell {
        let source = plan.home.source
        return Cell.chase(
            kind, pointers, bytes: bytes, core: try teams.team([source.cpus[0]]),
            labels: labels(source, pointers, bytes, extra))
    }

    private func labels(
        _ source: LatencyPlan.Source, _ pointers: Pointers, _ bytes: Int, _ extra: [String: String]
    ) -> [String: String] {
        var labels = [
            "cpu_node": "\(source.node)", "memory_node": "\(pointers.node)", "working_set_bytes": "\(bytes)",
            "pages": pointers.pages.name,
        ]
        if let obtained = pointers.placement.pageSize { labels["page_size"] = obtained }
        return labels.merging(extra) { $1 }
    }

    /// The nodes of a hand-over's two CPUs.
    private func nodes(_ first: Int, _ second: Int) -> [String: String] {
        func node(_ cpu: Int) -> String {
            plan.sources.first { $0.cpus.contains(cpu) }.map { "\($0.node)" } ?? ""
        }
        return ["cpu_node": node(first), "memory_node": node(second)]
    }

    /// A latency's name for a sentence: "a load of 24 KiB from node 0 in small pages".
    static func name(_ labels: [String: String]) -> String {
        let bytes = labels["working_set_bytes"].flatMap { Int($0) }.map { ByteCount($0).description } ?? ""
        let pages = labels["pages"] ?? ""
        let (cpus, memory) = (labels["cpu_node"] ?? "", labels["memory_node"] ?? "")
        return switch labels["kind"].flatMap(LatencyCell.Kind.init) {
        case .level, .curve, nil: "a load from \(bytes) in \(pages) pages"
        case .node: "a load from node \(memory) by node \(cpus) in \(pages) pages"
        case .handover: "a hand-over from CPU \(labels["cpu"] ?? "") to \(labels["peer_cpu"] ?? "")"
        case .barrier: "a barrier of \(labels["threads"] ?? "") threads"
        case .loaded: "a load from memory under \(labels["load_percent"] ?? "") % load"
        }
    }
}
