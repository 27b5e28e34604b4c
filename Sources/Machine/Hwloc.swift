import CHwloc
import Records

#if canImport(Glibc)
    import Glibc
#endif

/// A loaded hwloc topology.
struct Hwloc: ~Copyable {
    let topology: hwloc_topology_t

    /// Loads a topology with everything the machine has, allowed to this process or not.
    /// - Throws: `Failure` where the source cannot be read; never falls back to this machine.
    init(_ source: TopologySource) throws {
        if case .folder(let path) = source {
            // hwloc has no call for this, only the variables; they are read when the topology is loaded.
            setenv("HWLOC_FSROOT", path, 1)
            setenv("HWLOC_COMPONENTS", "linux,stop", 0)
        }
        // hwloc 2.9 asks again and again, for ever, where the call is forbidden.
        if source.files != nil, Affinity.current() == nil {
            throw Failure(
                .noPermission, cannot: "ask which CPUs this process may use", because: "sched_getaffinity is denied",
                remedy: "A container's seccomp filter does this: allow the call, or start it without the filter")
        }
        try source.requireNodes()
        try source.requireFewProcessors()
        var handle: hwloc_topology_t?
        guard hwloc_topology_init(&handle) == 0, let topology = handle else {
            throw source.refusal("hwloc could not be set up")
        }
        hwloc_topology_set_flags(topology, UInt(HWLOC_TOPOLOGY_FLAG_INCLUDE_DISALLOWED.rawValue))
        let accepted =
            switch source {
            case .thisMachine, .folder: Int32(0)
            case .xml(let path): hwloc_topology_set_xml(topology, path)
            case .synthetic(let text): hwloc_topology_set_synthetic(topology, text)
            }
        guard accepted == 0, hwloc_topology_load(topology) == 0 else {
            hwloc_topology_destroy(topology)
            throw source.refusal(source == .thisMachine ? "hwloc learns nothing" : "hwloc does not accept it")
        }
        self.topology = topology
    }

    deinit { hwloc_topology_destroy(topology) }

    /// Whether hwloc says that the topology is that of the running system, so that binding means something.
    var isThisSystem: Bool { hwloc_topology_is_thissystem(topology) != 0 }
}

extension Hwloc {
    /// All objects of a type in logical order.
    func objects(_ type: hwloc_obj_type_t) -> [hwloc_obj] {
        let count = hwloc_get_nbobjs_by_type(topology, type)
        // −1: the type stands on several levels.
        guard count >= 0 else { return scattered(type) }
        return (0..<UInt32(count)).compactMap { hwloc_get_obj_by_type(topology, type, $0)?.pointee }
    }

    /// Objects of a type that stands on several levels, by their first PU. Where each PU has an L1 of its own, as
    /// guests may see it, a core whose sibling is offline stands below its L1, and the others above.
    private func scattered(_ type: hwloc_obj_type_t) -> [hwloc_obj] {
        let levels = (0..<hwloc_topology_get_depth(topology)).filter { hwloc_get_depth_type(topology, $0) == type }
        let objects = levels.flatMap { level in
            (0..<hwloc_get_nbobjs_by_depth(topology, level)).compactMap {
                hwloc_get_obj_by_depth(topology, level, $0)?.pointee
            }
        }
        return objects.sorted { hwloc_bitmap_first($0.cpuset) < hwloc_bitmap_first($1.cpuset) }
    }

    /// The root object.
    var root: hwloc_obj? { hwloc_get_obj_by_depth(topology, 0, 0)?.pointee }

    /// What hwloc attached to the machine and its first package, such as "CPUModel".
    var infos: [String: String] {
        let holders = [hwloc_get_obj_by_type(topology, HWLOC_OBJ_PACKAGE, 0), hwloc_get_obj_by_depth(topology, 0, 0)]
        var infos: [String: String] = [:]
        for case let holder? in holders {
            infos.merge(Self.dictionary(holder.pointee.infos, holder.pointee.infos_count)) { $1 }
        }
        return infos
    }

    /// hwloc's pairs of name and value.
    static func dictionary(_ entries: UnsafeMutablePointer<hwloc_info_s>?, _ count: UInt32) -> [String: String] {
        var infos: [String: String] = [:]
        for entry in UnsafeBufferPointer(start: entries, count: Int(count)) {
            guard let name = entry.name, let value = entry.value else { continue }
            infos[String(cString: name)] = String(cString: value)
        }
        return infos
    }
}

extension IDSet {
    /// The members of an hwloc bitmap; empty for none. An infinite bitmap is cut at 2²⁰.
    init(bitmap: hwloc_const_bitmap_t?) {
        guard let bitmap else { self.init([]); return }
        var ids: [Int] = []
        var id = hwloc_bitmap_first(bitmap)
        while id >= 0, id < 1 << 20 {
            ids.append(Int(id))
            id = hwloc_bitmap_next(bitmap, id)
        }
        self.init(ids)
    }
}
