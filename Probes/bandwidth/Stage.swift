import Kernels
import Machine
import ProbeKit
import Records
import Statistics

/// Threads and their parts of arrays, on which a kernel can be timed: one node, or all at once.
struct Stage {
    /// "0", or "all".
    let name: String
    let team: ThreadTeam
    let slices: [StreamSlices]
    /// Why nothing can be measured here; nil where it can.
    let obstacle: String?
    /// Whether that is for want of a permission.
    let isForbidden: Bool

    /// One node's own threads on its own arrays.
    init(_ arrays: NodeArrays) {
        name = "\(arrays.plan.node)"
        team = arrays.team
        slices = arrays.slices
        obstacle = arrays.notOnNode
        isForbidden = arrays.isForbidden
    }

    /// All nodes at once, each thread on its own node's arrays.
    init(all nodes: [NodeArrays]) throws {
        name = "all"
        team = try ThreadTeam(cpus: nodes.flatMap(\.team.cpus))
        slices = nodes.flatMap(\.slices)
        obstacle = nodes.compactMap(\.notOnNode).first
        isForbidden = nodes.contains(where: \.isForbidden)
    }

    /// A repetition shorter than this is repeated within one sample: the clock and the start of the threads take
    /// microseconds, which must stay below a thousandth.
    private static let shortestSample = 0.010

    /// Takes one turn of samples of the kernel, then checks every element it wrote.
    func takeTurn(_ cell: inout Cell, sampler: Sampler, until deadline: ContinuousClock.Instant, seed: UInt64) throws {
        let kernel = cell.kernel
        let sums = UnsafeMutableBufferPointer<Double>.allocate(capacity: slices.count)
        defer { sums.deallocate() }
        nonisolated(unsafe) let results = sums
        let parts = slices
        func pass(times: Int) -> Double {
            team.run { thread in
                for _ in 0..<times { results[thread] = kernel.run(parts[thread]) }
            }
        }
        team.run { parts[$0].poison() }
        let passes = cell.passes ?? max(1, Int((Self.shortestSample / max(pass(times: 1), 1e-9)).rounded(.up)))
        cell.passes = passes
        let bytes = Double(kernel.creditedBytes * slices.map(\.count).reduce(0, +) * passes)
        let meter = NoiseMeter(team)
        sampler.takeTurn(&cell.series, until: deadline, noise: meter.reading) {
            let seconds = pass(times: passes)
            return Sampler.Repetition(value: bytes / seconds / 1e9, seconds: seconds)
        }
        try check(kernel, sums: sums, seed: seed)
    }

    /// What tells this cell from the others.
    func labels(_ kernel: StreamKernel) -> [String: String] {
        [
            "kernel": kernel.operation.rawValue, "stores": kernel.stores.rawValue,
            "isa": kernel.instructionSet.rawValue, "threads": "\(slices.count)", "cpu_node": name, "memory_node": name,
            "credited_bytes": "\(kernel.creditedBytes)", "moved_bytes": "\(kernel.movedBytes)",
        ]
    }

    private func check(
        _ kernel: StreamKernel, sums: UnsafeMutableBufferPointer<Double>, seed: UInt64
    ) throws {
        let wrong = UnsafeMutableBufferPointer<Int>.allocate(capacity: slices.count)
        defer { wrong.deallocate() }
        nonisolated(unsafe) let (found, results) = (wrong, sums)
        let parts = slices
        team.run { found[$0] = parts[$0].firstError(after: kernel, sum: results[$0], seed: seed) ?? -1 }
        guard let thread = wrong.firstIndex(where: { $0 >= 0 }) else { return }
        throw Failure(
            .internalError, cannot: "trust \(kernel) on node \(name)",
            because: "element \(wrong[thread]) of CPU \(team.cpus[thread])'s part is wrong after the run",
            remedy: "Test the memory (memtest86+) and repeat; if it stands, report this as a bug")
    }
}
