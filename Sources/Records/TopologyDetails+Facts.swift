import Quantities

extension TopologyDetails {
    /// The machine in a dozen lines, for tables on the terminal and in the report.
    package var facts: [Fact] {
        [
            Fact("CPU", cpu.name ?? "name not told"),
            Fact("Identity", identity),
            Fact("Packages, cores, threads", coreCounts),
            Fact("Threads per core", threadsPerCore == 1 ? "1 (no SMT, or hidden)" : "\(threadsPerCore) (SMT)"),
            Fact("Caches", caches.isEmpty ? "not told" : cacheSizes),
            Fact("Memory", "\(ByteCount(memory)) on \(Self.count(memoryNodes.count, "NUMA node"))"),
            Fact("Memory modules", modules),
            Fact(isThisMachine ? "This process may use" : "A process there may use", use),
            Fact(
                "Instruction sets",
                cpu.features.map(Self.grouped) ?? "not told"),
        ]
    }

    /// "AVX2, AVX-512 (F, BW, VNNI)": a family's members behind its name.
    private static func grouped(_ features: [String]) -> String {
        guard !features.isEmpty else { return "none of note" }
        let families = ["AVX-512", "AMX"]
        var words: [String] = []
        for feature in features {
            guard let family = families.first(where: { feature.hasPrefix($0 + " ") }) else {
                words.append(feature); continue
            }
            let members = features.filter { $0.hasPrefix(family + " ") }.map { $0.dropFirst(family.count + 1) }
            let group = "\(family) (\(members.joined(separator: ", ")))"
            if !words.contains(group) { words.append(group) }
        }
        return words.joined(separator: ", ")
    }

    private var identity: String {
        let parts = [
            cpu.vendor, cpu.family.map { "family \($0)" }, cpu.model.map { "model \($0)" },
            cpu.stepping.map { "stepping \($0)" }, cpu.architecture,
        ].compactMap(\.self)
        return parts.isEmpty ? "not told" : parts.joined(separator: ", ")
    }

    private var coreCounts: String {
        var text =
            "\(Self.count(packages, "package")), \(Self.count(cores.count, "core")), \(Self.count(pus.count, "thread"))"
        if let dies { text += ", \(Self.count(dies, "die"))" }
        if coreKinds.count > 1 {
            text += " (" + coreKinds.map { "\($0.cores) \($0.name)" }.joined(separator: ", ") + ")"
        }
        if !offlineCPUs.isEmpty { text += "; CPUs \(offlineCPUs) are offline" }
        return text
    }

    private var cacheSizes: String {
        let levels = Set(caches.map(\.level)).sorted()
        let texts = levels.compactMap { level -> String? in
            let caches = dataCaches(level: level)
            guard !caches.isEmpty else { return nil }
            let sizes = Set(caches.map(\.size)).sorted()
                .map { size in
                    let amount = size > 0 ? "\(ByteCount(size))" : "of unknown size"
                    return "\(caches.count { $0.size == size }) × \(amount)"
                }
            return "L\(level) \(sizes.joined(separator: " + "))"
        }
        return texts.joined(separator: ", ")
    }

    private var modules: String {
        guard memoryModules.unknown == nil else { return "unknown: \(memoryModules.unknown ?? "")" }
        let slots = memoryModules.systemModules
        let fitted = slots.filter(\.isFitted)
        let kinds = fitted.map { module in
            let speed = module.configuredMTs.map { "-\($0)" } ?? ""
            let size = module.size > 0 ? "\(ByteCount(module.size))" : "unknown size"
            return "\(size) \(module.type ?? "of unknown type")\(speed)"
        }
        let counted = Set(kinds).sorted().map { kind in "\(kinds.count { $0 == kind })× \(kind)" }
        let empty = slots.count - fitted.count
        let teller = memoryModules.toldByHypervisor ? "told by the hypervisor" : memoryModules.source ?? "read"
        return (counted.isEmpty ? "none fitted" : counted.joined(separator: ", "))
            + (empty > 0 ? ", \(Self.count(empty, "empty slot"))" : "") + " (\(teller))"
    }

    private var use: String {
        let existing = pus
        var text = usable.pus == existing ? "all CPUs" : "CPUs \(usable.pus) of \(existing)"
        let nodeIDs = IDSet(memoryNodes.map(\.id))
        let allowed = usable.nodes.intersection(nodeIDs)
        text += allowed == nodeIDs ? ", memory of all nodes" : ", memory of nodes \(allowed) of \(nodeIDs)"
        if let quota = usable.cpuQuota { text += ", \(quota.shortest(decimals: 2)) CPUs' worth of time (cgroup quota)" }
        if let limit = usable.memoryLimit { text += ", \(ByteCount(limit)) of memory (cgroup limit)" }
        return text
    }

    /// "1 core", "2 cores".
    package static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
}
