import Kernels
import Records

/// The loops that stand for the workloads, in the widest of the instruction sets that were asked for.
package struct WorkloadKernels: Sendable {
    let multiplyAdd: PeakKernel?
    let read: StreamKernel?
    let triad: StreamKernel?
    let dot: DotKernel?
    /// Whether sets were named that may be used.
    private let isRestricted: Bool

    /// - Parameter names: instruction sets; all that this CPU has where it is nil.
    /// - Throws: `Failure` for a name that does not exist, and for a set that this CPU does not have.
    package init(isa names: [String]?) throws {
        isRestricted = names != nil
        let chosen = try InstructionSet.chosen(names)
        let sets = chosen + chosen.map(\.base)
        multiplyAdd = PeakKernel.widest(.fp32, in: sets)
        // What most models are quantized to.
        dot = DotKernel.best(format: "Q4_K", within: sets)
        let streaming = try InstructionSet.streaming(names).last ?? .scalar
        let streams = StreamKernel.all.filter { $0.instructionSet == streaming }
        read = streams.first { $0.shape == .plain }
        let triads = streams.filter { $0.operation == .triad }
        // Past the cache where the set can: a line that is read before it is written costs a third more.
        triad = triads.first { $0.stores == .nontemporal } ?? triads.first
    }

    /// Compares what a workload's loop gives with the scalar oracle.
    /// - Throws: `Failure` where it is wrong; nothing must be timed then.
    package func verify(_ workload: Workload, seed: UInt64) throws {
        switch workload {
        case .fma: try multiplyAdd?.verify(seed: seed)
        case .read: try read?.verify(seed: seed)
        case .triad: try triad?.verify(seed: seed)
        case .loads: try PointerCycle.verify(seed: seed)
        case .dot: try dot?.verify(seed: seed)
        }
    }

    /// What a workload runs: "fp32 vfmadd213ps (avx512)"; nil where no loop does it.
    package func name(_ workload: Workload) -> String? {
        switch workload {
        case .fma: multiplyAdd.map { "\($0)" }
        case .read: read.map { "\($0)" }
        case .triad: triad.map { "\($0)" }
        case .loads: "a chain of loads for each thread"
        case .dot: dot.map { "\($0)" }
        }
    }

    /// Why a workload cannot run; nil where it can.
    package func obstacle(_ workload: Workload) -> String? {
        guard name(workload) == nil else { return nil }
        return isRestricted
            ? "no loop for \(workload.name) is written in the instruction sets asked for with --isa"
            : "this CPU has none of the instruction sets that a loop for \(workload.name) is written in"
    }
}
