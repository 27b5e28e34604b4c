import Machine
import Quantities
import Records

/// Where workloads run: some CPUs, the memory of their nodes, and the loops. It keeps the memory of one kind of
/// workload at a time.
package final class WorkloadBench {
    package let kernels: WorkloadKernels
    private let machine: Machine
    private let homes: ThreadHomes
    private let cpus: [Int]
    private let size: ArraySize
    private let seed: UInt64
    private var memory: WorkloadMemory?
    /// Where all memory was that was used so far.
    package private(set) var placements: [ArrayPlacement] = []
    /// What limits figures taken so far.
    package private(set) var caveats: [Caveat.Kind] = []

    /// - Parameters:
    ///   - cpus: all that will ever be used, not empty.
    ///   - memory: nodes whose memory may be used; not empty.
    ///   - size: of each array on a node.
    package init(
        _ machine: Machine, kernels: WorkloadKernels, cpus: [Int], memory: [NUMANode], size: ArraySize,
        seed: UInt64
    ) {
        self.machine = machine
        self.kernels = kernels
        self.cpus = cpus
        self.size = size
        self.seed = seed
        homes = ThreadHomes(machine, cpus: cpus, memory: memory)
    }

    /// A workload on some of the CPUs, in memory that all its runs share.
    /// - Throws: `Failure` where there is no loop for it, no room, or its memory is not where it belongs; the status is
    ///   then `.unavailable` or `.noPermission`.
    package func run(_ workload: Workload, on cpus: [Int]) throws -> WorkloadRun {
        if let obstacle = kernels.obstacle(workload) { throw Self.failure(workload, .unavailable, obstacle) }
        let (kernels, seed) = (kernels, seed)
        guard let layout = workload.layout(kernels) else {
            return WorkloadRun(workload, cpus: cpus) {
                cpus.compactMap { _ in Self.work(workload, kernels, nil, seed: seed) }
            }
        }
        let memory = try memory(layout, workload)
        if let obstacle = memory.obstacle {
            throw Self.failure(workload, memory.isForbidden ? .noPermission : .unavailable, obstacle)
        }
        return WorkloadRun(workload, cpus: cpus, in: memory) {
            memory.shares(of: cpus).compactMap { Self.work(workload, kernels, $0, seed: seed) }
        }
    }

    func demand(_ layout: ArrayLayout) throws -> MemoryDemand {
        try MemoryDemand(layout, machine: machine, homes: homes, cpus: cpus, size: size)
    }

    private static func failure(_ workload: Workload, _ status: ExitStatus, _ cause: String) -> Failure {
        Failure(status, cannot: "measure \(workload.name)", because: cause, remedy: "Nothing was measured")
    }

    private func memory(_ layout: ArrayLayout, _ workload: Workload) throws -> WorkloadMemory {
        if let memory, memory.layout == layout { return memory }
        // The old memory goes first, so that there is room.
        memory = nil
        let (seed, dot) = (seed, kernels.dot)
        let made = try WorkloadMemory(layout, machine: machine, homes: homes, cpus: cpus, size: size) {
            switch layout.content {
            case .streams: StreamWork.fill($0, seed: seed)
            case .chains: ChainWork.fill($0, seed: seed)
            case .weights: if let dot { DotWork.fill($0, dot, seed: seed) }
            }
        }
        memory = made
        placements += made.placements.map { placement in
            var named = placement
            named.study = workload.rawValue
            return named
        }
        caveats += made.caveats
        return made
    }

    private static func work(
        _ workload: Workload, _ kernels: WorkloadKernels, _ share: MemoryShare?, seed: UInt64
    ) -> (any ThreadWork)? {
        switch workload {
        case .fma: kernels.multiplyAdd.map { MultiplyAddWork($0, seed: seed) }
        case .read: share.flatMap { share in kernels.read.map { StreamWork($0, share, seed: seed) } }
        case .triad: share.flatMap { share in kernels.triad.map { StreamWork($0, share, seed: seed) } }
        case .loads: share.map { ChainWork($0, seed: seed) }
        case .dot: share.flatMap { share in kernels.dot.map { DotWork($0, share, seed: seed) } }
        }
    }
}
