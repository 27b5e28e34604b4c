import Kernels
import Machine
import Quantities
import Records

/// Where inference loops run: some CPUs, and one array on each of their nodes, which holds one thing after the other.
package final class InferenceBench {
    private let machine: Machine
    private let homes: ThreadHomes
    private let cpus: [Int]
    private let size: ArraySize
    private let seed: UInt64
    private var memory: WorkloadMemory?
    /// What the memory holds; nil where nothing was written yet.
    private var content: String?

    /// Where the memory is.
    package var placements: [ArrayPlacement] { memory?.placements ?? [] }
    /// What limits figures taken so far.
    package var caveats: [Caveat.Kind] { memory?.caveats ?? [] }

    /// A cache of 32768 tokens: 128 keys and 128 values of two bytes each for one token.
    private static let wishedOfThread = 16 << 20

    /// - Parameters:
    ///   - cpus: all that will ever be used, not empty.
    ///   - homes: of those CPUs.
    ///   - size: of the array on each node.
    package init(_ machine: Machine, homes: ThreadHomes, cpus: [Int], size: ArraySize, seed: UInt64) {
        self.machine = machine
        self.homes = homes
        self.cpus = cpus
        self.size = size
        self.seed = seed
    }

    /// A loop on some of the CPUs. Memory is written anew where it holds something else; runs for that are over then.
    /// - Throws: `Failure` where there is no room, or the memory is not where it belongs; the status is then
    ///   `.unavailable` or `.noPermission`.
    package func run(_ loop: any InferenceLoop, on cpus: [Int]) throws -> WorkloadRun {
        let memory = try obtained(for: loop)
        try fill(memory, loop)
        let (seed, content) = (seed, loop.content)
        let shares = memory.shares(of: cpus, unitBytes: loop.unitBytes)
        guard shares.allSatisfy(loop.fits) else {
            throw Failure(
                .unavailable, cannot: "measure \(loop.title)",
                because:
                    "the array of \(ByteCount(memory.placements.map(\.arrayBytes).min() ?? 0)) on a node is too small "
                    + "for \(cpus.count) threads; the least part is \(ByteCount(loop.unitBytes))",
                remedy: "Free memory, or ask for more with --array-size")
        }
        return WorkloadRun(loop.title, unit: InferenceCell.unit, unitAmount: 1e9, cpus: cpus, in: memory) {
            precondition(self.content == content, "the memory holds something else")
            return loop.works(shares, seed: seed)
        }
    }

    /// What the loops would take, without taking it.
    /// - Throws: `Failure` where there is no room.
    package func demand() throws -> MemoryDemand {
        try MemoryDemand(
            .pool(wishedOfThread: Self.wishedOfThread), machine: machine, homes: homes, cpus: cpus, size: size)
    }

    private func obtained(for loop: any InferenceLoop) throws -> WorkloadMemory {
        let memory =
            try memory
            ?? WorkloadMemory(
                .pool(wishedOfThread: Self.wishedOfThread), machine: machine, homes: homes, cpus: cpus,
                size: size
            ) { share in
                // A page comes into being where its first byte is written.
                let bytes = share.units.count * share.unitBytes
                for offset in stride(from: 0, to: bytes, by: 4096) {
                    share.starts[0].storeBytes(of: 0, toByteOffset: offset, as: UInt8.self)
                }
            }
        self.memory = memory
        guard let obstacle = memory.obstacle else { return memory }
        throw Failure(
            memory.isForbidden ? .noPermission : .unavailable, cannot: "measure \(loop.title)", because: obstacle,
            remedy: "Nothing was measured")
    }

    private func fill(_ memory: WorkloadMemory, _ loop: any InferenceLoop) throws {
        guard content != loop.content else { return }
        content = nil
        let shares = memory.shares(of: cpus, unitBytes: loop.unitBytes)
        let seed = seed
        try ThreadTeam(cpus: cpus).run { loop.fill(shares[$0], seed: seed) }
        content = loop.content
    }
}
