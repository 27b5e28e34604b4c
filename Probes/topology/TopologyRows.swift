import Records
import Tables

/// A topology as rows, one for each part of the machine.
enum TopologyRows {
    static func table(_ details: TopologyDetails) -> Table {
        let columns = ["object", "id", "parent", "kind", "size_bytes", "cpus", "usable_cpus"]
        return Table(
            columns.map { .init($0) },
            rows: packages(details) + nodes(details) + caches(details) + cores(details) + threads(details))
    }

    private static func packages(_ details: TopologyDetails) -> [[String]] {
        Set(details.cores.map(\.package)).sorted().map { package in
            let pus = IDSet(details.cores.filter { $0.package == package }.flatMap(\.pus.ids))
            return ["package", "\(package)", "machine", "", ""] + cpus(pus, details)
        }
    }

    private static func threads(_ details: TopologyDetails) -> [[String]] {
        details.cores.flatMap { core in
            core.pus.ids.map { ["pu", "\($0)", "core \(core.id)", "", ""] + cpus(IDSet([$0]), details) }
        }
    }

    private static func nodes(_ details: TopologyDetails) -> [[String]] {
        details.nodes.map { node in
            ["node", "\(node.id)", "machine", node.kind ?? "", "\(node.memory)"] + cpus(node.pus, details)
        }
    }

    private static func caches(_ details: TopologyDetails) -> [[String]] {
        details.caches.enumerated().map { index, cache in
            ["cache", "\(index)", "machine", "L\(cache.level) \(cache.type)", "\(cache.size)"]
                + cpus(cache.pus, details)
        }
    }

    private static func cores(_ details: TopologyDetails) -> [[String]] {
        details.cores.map { core in
            let kind = details.coreKinds.indices.contains(core.kind) ? details.coreKinds[core.kind].name : ""
            return ["core", "\(core.id)", "package \(core.package)", kind, ""] + cpus(core.pus, details)
        }
    }

    private static func cpus(_ pus: IDSet, _ details: TopologyDetails) -> [String] {
        ["\(pus)", "\(pus.intersection(details.usable.pus))"]
    }
}
