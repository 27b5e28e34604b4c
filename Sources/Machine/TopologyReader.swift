import CHwloc
import Records

/// Joins what hwloc and the kernel's files say into one description of a machine.
struct TopologyReader: ~Copyable {
    let hwloc: Hwloc
    let source: TopologySource
    /// The described machine's own files; nil for XML and synthetic topologies, which have none.
    let files: SystemFiles?
    let hypervisorsWord: HypervisorsWord

    init(_ source: TopologySource, hypervisorsWord: HypervisorsWord) throws {
        self.hypervisorsWord = hypervisorsWord
        hwloc = try Hwloc(source)
        self.source = source
        files = source.files
    }

    /// Whether what is described is the machine this program runs on. A folder is, where the user vouches for it with
    /// HWLOC_THISSYSTEM; XML and synthetic topologies never are.
    var isThisMachine: Bool { files != nil && hwloc.isThisSystem }

    func read() -> TopologyDetails {
        let kinds = coreKinds()
        let nodes = nodes()
        let cpu = CPUIdentity(files: files, infos: hwloc.infos, isThisMachine: isThisMachine)
        var details = TopologyDetails(
            source: source.description, isThisMachine: isThisMachine, cpu: cpu,
            packages: hwloc.objects(HWLOC_OBJ_PACKAGE).count,
            dies: hwloc.objects(HWLOC_OBJ_DIE).isEmpty ? nil : hwloc.objects(HWLOC_OBJ_DIE).count,
            cores: cores(kinds: kinds, nodes: nodes), coreKinds: kinds.map(\.kind), caches: caches(), nodes: nodes,
            distances: distances(nodes), offlineCPUs: offlineCPUs(), usable: usable(),
            memoryModules: MemoryModules(
                files: files, isThisMachine: isThisMachine, hypervisorsWord: hypervisorsWord))
        details.fabric = FabricClocks(files: files, cpu: cpu, isThisMachine: isThisMachine)
        return details
    }

    private func offlineCPUs() -> IDSet {
        guard let root = hwloc.root else { return IDSet([]) }
        let online = IDSet(bitmap: root.cpuset).ids
        return IDSet(Set(IDSet(bitmap: root.complete_cpuset).ids).subtracting(online))
    }

    private func usable() -> Usable {
        let allowed = IDSet(bitmap: hwloc_topology_get_allowed_cpuset(hwloc.topology))
        let nodes = IDSet(bitmap: hwloc_topology_get_allowed_nodeset(hwloc.topology))
        guard isThisMachine else { return Usable(pus: allowed, nodes: nodes) }
        let limits = CgroupLimits(files: .live)
        // hwloc applies the cpuset, but not the mask that taskset sets.
        let pus = Affinity.current().map { allowed.intersection($0) } ?? allowed
        return Usable(
            pus: pus, nodes: nodes, memoryLimit: limits.memoryLimit, cpuQuota: limits.cpuQuota,
            quotaUnseen: limits.showsQuota ? nil : true)
    }

    private func caches() -> [Cache] {
        let types = [
            HWLOC_OBJ_L1CACHE, HWLOC_OBJ_L1ICACHE, HWLOC_OBJ_L2CACHE, HWLOC_OBJ_L3CACHE, HWLOC_OBJ_L4CACHE,
            HWLOC_OBJ_L5CACHE,
        ]
        return types.flatMap { hwloc.objects($0) }.compactMap { object in
            guard let cache = object.attr?.pointee.cache else { return nil }
            let subtype = object.subtype.map { String(cString: $0) }
            let type =
                switch cache.type {
                // In front of memory, not of cores: KNL's MCDRAM in cache mode.
                case _ where subtype == "MemorySideCache": "memory-side"
                case HWLOC_OBJ_CACHE_DATA: "data"
                case HWLOC_OBJ_CACHE_INSTRUCTION: "instruction"
                default: "unified"
                }
            return Cache(
                level: Int(cache.depth), type: type, size: Int(clamping: cache.size), pus: IDSet(bitmap: object.cpuset))
        }
    }
}
