import Kernels
import Machine
import ProbeKit
import Records

/// Which loops run on which cores; decided before anything is measured.
struct FlopsPlan {
    let sets: [CoreSet]
    /// The most telling first: the widest sets.
    let kernels: [PeakKernel]
    /// What runs for seconds, on all cores; the heaviest first.
    let sustained: [PeakKernel]
    /// Instruction sets that the CPU has and that may not be used, and why.
    let leftOut: [InstructionSet: String]

    init(machine: Machine, options: MeasurementOptions, types: [NumberType], sustainsAll: Bool) throws {
        sets = try Self.coreSets(machine, threads: options.threads)
        let chosen = try InstructionSet.chosen(options.isa?.names)
        var leftOut: [InstructionSet: String] = [:]
        if chosen.contains(.amx), let refusal = TilePermission.request() { leftOut[.amx] = refusal }
        self.leftOut = leftOut
        kernels = PeakKernel.all.filter { kernel in
            chosen.contains(kernel.instructionSet) && types.contains(kernel.number)
                && leftOut[kernel.instructionSet] == nil
        }.sorted { Self.rank($0).lexicographicallyPrecedes(Self.rank($1)) }
        let heaviest = Self.heaviest(kernels)
        sustained = sustainsAll ? heaviest : Array(heaviest.prefix(1))
    }

    /// The widest set first, in it the smallest numbers, and multiply-adds alone before their mix with additions.
    private static func rank(_ kernel: PeakKernel) -> [Int] {
        [
            -(InstructionSet.allCases.firstIndex(of: kernel.instructionSet) ?? 0),
            -(NumberType.allCases.firstIndex(of: kernel.number) ?? 0),
            PeakKernel.Mix.allCases.firstIndex(of: kernel.mix) ?? 0,
        ]
    }

    /// One thread a core; with --threads that many threads alone, and a core's second where there are more than cores.
    private static func coreSets(_ machine: Machine, threads: Int?) throws -> [CoreSet] {
        guard let threads else { return machine.coreSets }
        let order = machine.order(.compact)
        guard threads <= order.count else {
            throw Failure(
                .unavailable, cannot: "run \(threads) threads",
                because: "this process may use \(order.count) CPUs (\(IDSet(order)))",
                remedy: "Ask for fewer with --threads")
        }
        let cpus = Array(order.prefix(threads))
        let kinds = Set(cpus.compactMap { cpu in machine.topology.cores.first { $0.pus.contains(cpu) }?.kind })
        let kind = kinds.count == 1 ? kinds.first.map { machine.topology.coreKinds[$0].name } : nil
        return [CoreSet(kind: threads == order.count ? "all" : kind ?? "all", cpus: cpus)]
    }

    /// The loop of each vector set that asks most of the clock: matrix units first, then FP32 by width.
    private static func heaviest(_ kernels: [PeakKernel]) -> [PeakKernel] {
        let tiles = kernels.filter { $0.instructionSet == .amx && $0.number == .bf16 }
        let vectors: [InstructionSet] = [.avx512, .avx2, .sve, .neon, .scalar]
        let floats = vectors.compactMap { set in
            kernels.first { $0.instructionSet == set && $0.number == .fp32 && $0.mix == .fma }
        }
        let found = tiles + floats
        return found.isEmpty ? Array(kernels.prefix(1)) : found
    }
}
