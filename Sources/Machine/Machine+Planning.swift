import Records
import SystemPackage

extension Machine {
    /// The machine that a plan is for.
    /// - Parameter topology: what the user gave with --topology; this machine, or what hwloc's environment variables
    ///   name, where it is nil.
    package static func planned(topology: String?) throws -> Machine {
        let source = try topology.map(TopologySource.init(argument:)) ?? .fromEnvironment()
        let topology = try describe(source)
        return Machine(topology: topology, watermarks: topology.isThisMachine ? Watermarks(files: .live) : nil)
    }

    /// How much memory arrays on a node may take. Another machine, which is only described, has all its memory free.
    /// - Parameter sharers: nodes whose arrays exist at the same time and share the machine-wide limits.
    package func room(onNode node: Int, sharers: Int) -> MemoryRoom? {
        guard !topology.isThisMachine else {
            return MemoryRoom.onNode(node, sharers: sharers, watermarks: watermarks)
        }
        return topology.nodes.first { $0.id == node }.map { MemoryRoom(bytes: $0.memory, limit: "the node's memory") }
    }

    /// What will limit figures that are planned; the environment is this machine's, and no other's.
    package func caveats(ofPlan found: [Caveat.Kind], _ environment: Environment) -> [Caveat] {
        topology.isThisMachine ? caveats(environment, found: found) : Caveat.merging(found)
    }

    /// Whether cores have several usable threads each; of another machine as far as its topology alone tells.
    package var plannedSMT: SMTState {
        // Nothing is below a file.
        topology.isThisMachine ? smt() : smt(files: SystemFiles(root: FilePath("/dev/null")), hypervisor: nil)
    }

    /// A node's pools of huge pages; none of a machine that is only described.
    package func hugePagePools(onNode node: Int) -> [HugePagePool] {
        topology.isThisMachine ? HugePagePool.onNode(node) : []
    }
}

extension [NodePairs.Excluded] {
    /// Why pairs of nodes are not measured: a sentence for each reason.
    package var sentences: [String] {
        reduce(into: [(reason: String, pairs: Int)]()) { found, excluded in
            if let index = found.firstIndex(where: { $0.reason == excluded.reason }) {
                found[index].pairs += 1
            } else {
                found.append((excluded.reason, 1))
            }
        }.map { "\($0.pairs) pair\($0.pairs == 1 ? "" : "s") of nodes: \($0.reason)" }
    }
}

extension Int {
    /// Its 16 low bits in the other order, so that of successive numbers each is far from those before it.
    package var mirrored: Int { (0..<16).reduce(0) { $0 << 1 | self >> $1 & 1 } }
}
