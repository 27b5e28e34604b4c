import Records

extension Checkup {
    /// Pins a thread to every CPU, as programs do.
    /// - Returns: the threads too, nil where that is not allowed.
    func pinning() -> (team: ThreadTeam?, diagnosis: Diagnosis) {
        guard !cpus.isEmpty else {
            let diagnosis = Diagnosis(
                "sched_setaffinity", .bad, "Which CPUs this process may use is not told",
                effect: "Threads cannot be pinned",
                remedy: "Allow sched_getaffinity: in a container, start it without the seccomp filter")
            return (nil, diagnosis)
        }
        do {
            let team = try ThreadTeam(cpus: cpus)
            try team.takePlaces()
            let threads = TopologyDetails.count(cpus.count, "thread")
            return (team, Diagnosis("sched_setaffinity", .ok, "Tried: \(threads) pinned, one to a CPU"))
        } catch {
            return (
                nil,
                Diagnosis(
                    "sched_setaffinity", Self.failure(error, "pin threads"), effect: "Programs refuse to measure")
            )
        }
    }

    /// Binds a little memory to every node that may be used, has a CPU near by touch it, and asks where it is.
    func placement() -> [Diagnosis] {
        guard let machine else { return [] }
        let nodes = machine.usableMemoryNodes
        guard !nodes.isEmpty else {
            return [
                Diagnosis(
                    "mbind", .bad, "There is no node whose memory this process may use",
                    effect: "No memory can be measured", remedy: "Widen cpuset.mems")
            ]
        }
        let diagnoses = obstacles(nodes, machine)
        guard diagnoses.isEmpty else { return diagnoses }
        return [
            Diagnosis(
                "mbind", .ok,
                "Tried: mbind and move_pages put memory on \(nodes.count == 1 ? "node" : "nodes") "
                    + "\(IDSet(nodes.map(\.id))), and find it there")
        ]
    }

    /// One diagnosis for all nodes that share it.
    private func obstacles(_ nodes: [NUMANode], _ machine: Machine) -> [Diagnosis] {
        var kinds: [Caveat.Kind] = []
        var diagnoses: [Diagnosis] = []
        var obstacles: [String: [Int]] = [:]
        for node in nodes {
            do {
                let proof = try proof(node, machine)
                kinds += proof.caveats
                if let obstacle = proof.obstacle { obstacles[obstacle, default: []].append(node.id) }
            } catch {
                diagnoses.append(
                    Diagnosis(
                        "mbind", Self.failure(error, "place memory on node \(node.id)"),
                        effect: "This node's memory is not measured"))
            }
        }
        diagnoses += obstacles.sorted { ($0.value[0], $0.key) < ($1.value[0], $1.key) }.map { obstacle, nodes in
            Diagnosis(
                "mbind", obstacle: "Node \(IDSet(nodes)): \(obstacle)",
                effect: "No figure of this memory could be believed: programs refuse to make one")
        }
        return diagnoses
            + Caveat.merging(kinds).compactMap { caveat in
                switch caveat.kind {
                case .placedByFirstTouch: Diagnosis("mbind", .note, caveat)
                case .placementUnproven: Diagnosis("move_pages", .note, caveat)
                default: nil
                }
            }
    }

    private func proof(_ node: NUMANode, _ machine: Machine) throws -> PlacementProof {
        let pages = 16, pageSize = 65_536
        let memory = try BoundMemory(byteCount: pages * pageSize, place: .node(node.id), pages: .small)
        let base = UInt(bitPattern: memory.base)
        let touch: @Sendable (Int) -> Void = { _ in
            for offset in stride(from: 0, to: pages * pageSize, by: 4096) {
                UnsafeMutablePointer<UInt8>(bitPattern: base + UInt(offset))?.pointee = 1
            }
        }
        // By first touch it comes to the toucher's node, where binding is forbidden.
        let near = machine.topology.nodes.filter { !machine.cpus(onNode: $0).isEmpty }
            .min { machine.distance($0.id, node.id) < machine.distance($1.id, node.id) }
        if let cpu = near.flatMap({ machine.cpus(onNode: $0).first }), let team = try? ThreadTeam(cpus: [cpu]) {
            team.run(touch)
        } else {
            touch(0)
        }
        return PlacementProof(
            memory, parts: [0..<pages * pageSize], hasOneNode: machine.topology.memoryNodes.count == 1)
    }

    static func failure(_ error: any Error, _ operation: String) -> Failure {
        error as? Failure ?? Failure(.unavailable, cannot: operation, because: "\(error)", remedy: "")
    }
}
