import Kernels
import Machine
import Records

/// Threads and their parts of arrays, on which a kernel can be timed.
final class Stage {
    /// Node ids, "all", or "interleaved".
    let cpuNode: String
    let memoryNode: String
    /// The nodes whose memory it is.
    let memory: IDSet
    let team: ThreadTeam
    let slices: [StreamSlices]
    /// The page size that the memory has; nil where the kernel does not tell.
    let pageSize: String?
    /// Why nothing can be measured here; nil where it can.
    let obstacle: String?
    /// Whether that is for want of a permission.
    let isForbidden: Bool

    /// A team's threads on the arrays of any place.
    init(_ team: ThreadTeam, on arrays: Arrays, cpuNode: String, memoryNode: String) {
        self.cpuNode = cpuNode
        self.memoryNode = memoryNode
        memory = arrays.placement.nodes ?? IDSet([arrays.placement.node])
        self.team = team
        slices = arrays.slices(threads: team.cpus.count)
        pageSize = arrays.placement.pageSize
        obstacle = arrays.proof.obstacle
        isForbidden = arrays.proof.isForbidden
    }

    /// All of several stages' threads at once, each on its own stage's part.
    init(all stages: [Stage], team: ThreadTeam) {
        (cpuNode, memoryNode) = ("all", "all")
        memory = IDSet(stages.flatMap(\.memory.ids))
        self.team = team
        slices = stages.flatMap(\.slices)
        pageSize = stages.first?.pageSize
        obstacle = stages.compactMap(\.obstacle).first
        isForbidden = stages.contains(where: \.isForbidden)
    }

    /// The first threads of another stage, each on a small working set within its own part of the first array.
    /// - Parameter bytes: what each thread goes through, in all arrays together.
    init(_ whole: Stage, team: ThreadTeam, workingSet bytes: Int, of kernel: StreamKernel) {
        cpuNode = whole.cpuNode
        memoryNode = whole.memoryNode
        memory = whole.memory
        self.team = team
        slices = zip(team.cpus, whole.slices).map { $1.workingSet(bytes, of: kernel) }
        pageSize = whole.pageSize
        obstacle = whole.obstacle
        isForbidden = whole.isForbidden
    }

    /// Every thread writes the seeded values to its part, with a poisoned `a`.
    func fill(seed: UInt64) {
        let parts = slices
        team.run { parts[$0].fill(seed: seed) }
    }

    /// Every thread writes to its `a` a value that no kernel produces.
    func poison() {
        let parts = slices
        team.run { parts[$0].poison() }
    }

    /// - Throws: `Failure` where an element is not what the kernel must have left.
    /// - Parameter sums: what the kernel returned to each thread for so many passes.
    func check(_ kernel: StreamKernel, sums: [Double], passes: Int, seed: UInt64) throws {
        let wrong = UnsafeMutableBufferPointer<Int>.allocate(capacity: slices.count)
        defer { wrong.deallocate() }
        nonisolated(unsafe) let found = wrong
        let parts = slices
        team.run {
            found[$0] = parts[$0].firstError(after: kernel, sum: sums[$0], passes: passes, seed: seed) ?? -1
        }
        guard let thread = wrong.firstIndex(where: { $0 >= 0 }) else { return }
        throw Failure(
            .internalError, cannot: "trust \(kernel) on node \(memoryNode)",
            because: "element \(wrong[thread]) of CPU \(team.cpus[thread])'s part is wrong after the run",
            remedy: "Test the memory (memtest86+) and repeat; if it stands, report this as a bug")
    }
}
