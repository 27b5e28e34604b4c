import Records
import Tables

/// A topology as rows, one for each part of the machine.
enum TopologyRows {
    static func table(_ details: TopologyDetails) -> Table {
        let columns = [
            "object", "id", "parent", "kind", "size_bytes", "cpus", "usable_cpus", "die", "firmware_initiators",
            "firmware_read_mb_per_s", "firmware_write_mb_per_s", "firmware_read_ns", "firmware_write_ns", "bank",
            "configured_mt_per_s",
            "rated_mt_per_s", "data_bits", "total_bits", "ranks", "told_by",
        ]
        let parts =
            packages(details) + dies(details) + nodes(details) + caches(details) + cores(details) + threads(details)
            + slots(details.memoryModules)
        // Most parts have no die and no memory: the last columns stay empty.
        return Table(
            columns.map { .init($0) },
            rows: parts.map { $0 + Array(repeating: "", count: max(0, columns.count - $0.count)) })
    }

    private static func packages(_ details: TopologyDetails) -> [[String]] {
        Set(details.cores.map(\.package)).sorted().map { package in
            let pus = IDSet(details.cores.filter { $0.package == package }.flatMap(\.pus.ids))
            return ["package", "\(package)", "machine", "", ""] + cpus(pus, details)
        }
    }

    private static func dies(_ details: TopologyDetails) -> [[String]] {
        Set(details.cores.compactMap(\.die)).sorted().map { die in
            let cores = details.cores.filter { $0.die == die }
            let parent = cores.first.map { "package \($0.package)" } ?? "machine"
            return ["die", "\(die)", parent, "", ""] + cpus(IDSet(cores.flatMap(\.pus.ids)), details) + ["\(die)"]
        }
    }

    private static func threads(_ details: TopologyDetails) -> [[String]] {
        details.cores.flatMap { core in
            core.pus.ids.map {
                ["pu", "\($0)", "core \(core.id)", "", ""] + cpus(IDSet([$0]), details) + [number(core.die)]
            }
        }
    }

    private static func nodes(_ details: TopologyDetails) -> [[String]] {
        details.nodes.map { node in
            let firmware = node.firmware
            return ["node", "\(node.id)", "machine", node.kind ?? "", "\(node.memory)"] + cpus(node.pus, details)
                + ["", firmware.map { "\($0.initiators)" } ?? ""]
                + [
                    firmware?.readBandwidthMBs, firmware?.writeBandwidthMBs, firmware?.readLatencyNs,
                    firmware?.writeLatencyNs,
                ].map(number)
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
                + [number(core.die)]
        }
    }

    /// An empty slot has a size of 0, and one whose module's size is not known none.
    private static func slots(_ memory: MemoryModules) -> [[String]] {
        let teller = memory.toldByHypervisor ? "hypervisor" : memory.source ?? ""
        return memory.modules.map { module in
            let size = module.hasUnknownSize == true ? "" : "\(module.size)"
            let figures = [
                module.configuredMTs, module.ratedMTs, module.dataWidth, module.totalWidth, module.ranks,
            ].map(number)
            return ["slot", module.locator, module.array.map { "array \($0)" } ?? "machine", module.type ?? "", size]
                + Array(repeating: "", count: 8) + [module.bank ?? ""] + figures + [teller]
        }
    }

    private static func cpus(_ pus: IDSet, _ details: TopologyDetails) -> [String] {
        ["\(pus)", "\(pus.intersection(details.usable.pus))"]
    }

    /// Empty where it is not told.
    private static func number(_ value: Int?) -> String { value.map(String.init) ?? "" }
}
