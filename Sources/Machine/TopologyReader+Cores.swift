import CHwloc
import Records

extension TopologyReader {
    /// A kind of core and the PUs of that kind.
    struct KindOfCore {
        let kind: CoreKind
        let pus: IDSet
    }

    /// Kinds of core from the most efficient to the fastest, as hwloc ranks them.
    func coreKinds() -> [KindOfCore] {
        let cores = coreObjects()
        let count = hwloc_cpukinds_get_nr(hwloc.topology, 0)
        guard count > 1 else {
            let pus = IDSet(cores.flatMap { IDSet(bitmap: $0.cpuset).ids })
            let maximum = count == 1 ? kindInfo(0)?.infos["FrequencyMaxMHz"].flatMap { Int($0) } : nil
            return [KindOfCore(kind: CoreKind(name: "uniform", cores: cores.count, maxMHz: maximum), pus: pus)]
        }
        return (0..<UInt32(count)).compactMap { index in
            guard let info = kindInfo(index) else { return nil }
            let members = cores.count { !info.pus.intersection(IDSet(bitmap: $0.cpuset)).isEmpty }
            let name = Self.kindName(info.infos["CoreType"], rank: Int(index), of: Int(count))
            let maximum = info.infos["FrequencyMaxMHz"].flatMap { Int($0) }
            return KindOfCore(kind: CoreKind(name: name, cores: members, maxMHz: maximum), pus: info.pus)
        }
    }

    /// Every core, or every PU where the machine does not tell its cores.
    func cores(kinds: [KindOfCore], nodes: [NUMANode]) -> [Core] {
        let packages = hwloc.objects(HWLOC_OBJ_PACKAGE).map { IDSet(bitmap: $0.cpuset) }
        let dies = hwloc.objects(HWLOC_OBJ_DIE).map { IDSet(bitmap: $0.cpuset) }
        return coreObjects().enumerated().map { index, object in
            let pus = IDSet(bitmap: object.cpuset)
            return Core(
                id: index,
                package: packages.firstIndex { !$0.intersection(pus).isEmpty } ?? 0,
                die: dies.firstIndex { !$0.intersection(pus).isEmpty },
                kind: kinds.firstIndex { !$0.pus.intersection(pus).isEmpty } ?? 0,
                node: nodes.first { !$0.pus.intersection(pus).isEmpty }?.id,
                pus: pus)
        }
    }

    private func coreObjects() -> [hwloc_obj] {
        let cores = hwloc.objects(HWLOC_OBJ_CORE)
        return cores.isEmpty ? hwloc.objects(HWLOC_OBJ_PU) : cores
    }

    private static func kindName(_ coreType: String?, rank: Int, of count: Int) -> String {
        switch coreType {
        case "IntelCore": "performance"
        case "IntelAtom": "efficiency"
        default: count == 2 ? (rank == 0 ? "efficiency" : "performance") : "kind \(rank)"
        }
    }

    private func kindInfo(_ index: UInt32) -> (pus: IDSet, infos: [String: String])? {
        guard let bitmap = hwloc_bitmap_alloc() else { return nil }
        defer { hwloc_bitmap_free(bitmap) }
        var efficiency: Int32 = 0
        var count: UInt32 = 0
        var entries: UnsafeMutablePointer<hwloc_info_s>?
        guard hwloc_cpukinds_get_info(hwloc.topology, index, bitmap, &efficiency, &count, &entries, 0) == 0 else {
            return nil
        }
        return (IDSet(bitmap: bitmap), Hwloc.dictionary(entries, count))
    }
}
