import CHwloc
import Records

extension TopologyReader {
    /// Every NUMA node: hwloc's, and the memoryless ones that it leaves out and the kernel lists.
    func nodes() -> [NUMANode] {
        let objects = hwloc.objects(HWLOC_OBJ_NUMANODE)
        var nodes = objects.map { object in
            NUMANode(
                id: Int(object.os_index), memory: Int(clamping: object.attr?.pointee.numanode.local_memory ?? 0),
                pus: IDSet(bitmap: object.cpuset), kind: object.subtype.map { String(cString: $0) })
        }
        nodes = Self.withoutSharedCPUs(nodes)
        for id in files?.ids("sys/devices/system/node/online")?.ids ?? [] {
            guard let pus = files?.ids("sys/devices/system/node/node\(id)/cpulist") else { continue }
            let online = hwloc.root.map { IDSet(bitmap: $0.cpuset) } ?? pus
            if let known = nodes.firstIndex(where: { $0.id == id }) {
                nodes[known].pus = pus.intersection(online)
            } else {
                nodes.append(NUMANode(id: id, memory: 0, pus: pus))
            }
        }
        if let files {
            for index in nodes.indices { nodes[index].firmware = FirmwareMemory(node: nodes[index].id, files: files) }
        }
        // A guest whose memory grows after boot may list only what it began with on its one node.
        if isThisMachine, nodes.count == 1, let total = MemoryInfo(files: .live).total {
            nodes[0].memory = max(nodes[0].memory, total)
        }
        return nodes.sorted { $0.id < $1.id }
    }

    /// hwloc gives memory without CPUs (MCDRAM, CXL) the CPUs it is near to. Of several nodes at the same CPUs the
    /// first, which hwloc orders to be the ordinary memory, keeps them.
    private static func withoutSharedCPUs(_ nodes: [NUMANode]) -> [NUMANode] {
        var taken: Set<IDSet> = []
        return nodes.map { node in
            var node = node
            if !taken.insert(node.pus).inserted { node.pus = IDSet([]) }
            return node
        }
    }

    /// The firmware's distances between the nodes: the kernel's own table, or hwloc's; nil where neither has all nodes.
    func distances(_ nodes: [NUMANode]) -> [[Int]]? {
        let rows = nodes.map { node in
            (files?.text("sys/devices/system/node/node\(node.id)/distance") ?? "").split(separator: " ").map { Int($0) }
        }
        let complete = rows.compactMap { row in
            let values = row.compactMap(\.self)
            return values.count == nodes.count ? values : nil
        }
        return complete.count == nodes.count && !nodes.isEmpty ? complete : hwlocDistances(nodes)
    }

    private func hwlocDistances(_ nodes: [NUMANode]) -> [[Int]]? {
        var count: UInt32 = 1
        var found: UnsafeMutablePointer<hwloc_distances_s>?
        let result = hwloc_distances_get_by_type(hwloc.topology, HWLOC_OBJ_NUMANODE, &count, &found, 0, 0)
        guard result == 0, count > 0, let found else { return nil }
        defer { hwloc_distances_release(hwloc.topology, found) }
        let size = Int(found.pointee.nbobjs)
        let ids = (0..<size).map { Int(found.pointee.objs[$0]?.pointee.os_index ?? 0) }
        let order = nodes.compactMap { ids.firstIndex(of: $0.id) }
        guard order.count == nodes.count else { return nil }
        return order.map { from in order.map { Int(clamping: found.pointee.values[from * size + $0]) } }
    }
}
