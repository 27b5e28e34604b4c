import Machine
import Records
import Workloads

/// The threads that loops run on. Each works on its own node's memory.
struct Places {
    let all: [Place]

    /// Some threads.
    struct Place {
        let cpus: [Int]
        /// Nil where they are of several nodes.
        let node: Int?
        let role: Role
    }

    /// Why these threads.
    enum Role {
        /// One thread, one a core, or all.
        case end
        /// All threads of one node of several.
        case node
        /// A number between one and all.
        case between
    }

    /// - Parameter order: all CPUs in the order that threads take them, not empty.
    init(_ machine: Machine, order: [Int], homes: ThreadHomes) {
        let used = IDSet(order)
        let cores = machine.topology.cores.count { !$0.pus.intersection(used).isEmpty }
        let ends = Set([1, max(1, cores), order.count]).sorted()
        var places = ends.map { ([Int](order.prefix($0)), Role.end) }
        let nodes = homes.nodes
        if nodes.count > 1 { places += nodes.map { (homes.cpus(order, on: $0), .node) } }
        places += Self.between(cores, machine, order).map { (Array(order.prefix($0)), .between) }
        var seen: Set<[Int]> = []
        all = places.filter { seen.insert($0.0.sorted()).inserted }.map { cpus, role in
            let own = Set(cpus.map(homes.node))
            return Place(cpus: cpus, node: own.count == 1 ? own.first : nil, role: role)
        }
    }

    /// A few numbers of threads evenly spread on a logarithmic scale, where there are many cores.
    private static func between(_ cores: Int, _ machine: Machine, _ order: [Int]) -> [Int] {
        guard cores >= 8 else { return [] }
        let counts = ThreadCounts(machine, cpus: order).counts.filter { $0 > 1 && $0 < cores }
        let half = Double(cores).squareRoot()
        let wished = [half.squareRoot(), half, half * half.squareRoot()]
        return wished.compactMap { wish in counts.min { abs(Double($0) - wish) < abs(Double($1) - wish) } }
    }

    /// Where a loop runs: experts by one thread and by all; the rest on each node besides, and weights from memory by
    /// all numbers of threads, as caches are each core's own. Of many nodes each has weights from memory alone.
    func of(_ loop: any InferenceLoop) -> [Place] {
        let isStreaming = loop.source == .memory && [.matrixVector, .engineGeneration].contains(loop.operation)
        return all.filter { place in
            switch place.role {
            case .end: true
            case .node: isStreaming || (!hasManyNodes && loop.operation != .expertGather)
            case .between: isStreaming
            }
        }
    }

    /// More than four: what one shows, the others repeat.
    private var hasManyNodes: Bool { all.count { $0.role == .node } > 4 }

    /// What is left out by choice: sentences.
    var omissions: [String] {
        guard hasManyNodes else { return [] }
        let nodes = all.count { $0.role == .node }
        return ["each of \(nodes) nodes alone, but for weights from memory: what one shows, the others repeat"]
    }
}
