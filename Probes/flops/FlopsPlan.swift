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
    private let topology: TopologyDetails

    init(machine: Machine, options: MeasurementOptions, types: [NumberType], sustainsAll: Bool) throws {
        topology = machine.topology
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

    /// One thread a core; with --threads that many on each node alone, second ones of cores where it has fewer.
    static func coreSets(_ machine: Machine, threads: Int?) throws -> [CoreSet] {
        guard let threads else { return machine.coreSets }
        let cpus = try machine.topology.nodes.map { machine.cpus(onNode: $0) }.filter { !$0.isEmpty }.flatMap { cpus in
            guard threads <= cpus.count else {
                throw Failure(
                    .unavailable, cannot: "run \(threads) threads on a node",
                    because: "this process may use \(cpus.count) CPUs of one (\(IDSet(cpus)))",
                    remedy: "Ask for fewer with --threads, or name other nodes with --nodes")
            }
            return cpus.prefix(threads)
        }
        let used = machine.topology.cores.filter { core in cpus.contains { core.pus.contains($0) } }
        let usable = machine.topology.cores.filter { !$0.pus.intersection(machine.topology.usable.pus).isEmpty }
        let kinds = Set(used.map(\.kind))
        let kind = kinds.count == 1 ? kinds.first.map { machine.topology.coreKinds[$0].name } : nil
        let coversAll = used.count == usable.count && used.count > 1
        return [CoreSet(kind: coversAll ? "all" : kind ?? "mixed", cpus: cpus)]
    }

    /// Different cores in a set.
    func cores(of set: CoreSet) -> Int { topology.cores.count { core in set.cpus.contains { core.pus.contains($0) } } }

    /// The loop of each vector set that asks most of the clock: matrix units, then by width FP32 or what there is.
    private static func heaviest(_ kernels: [PeakKernel]) -> [PeakKernel] {
        let tiles = Array(kernels.filter { $0.instructionSet == .amx }.prefix(1))
        let vectors: [InstructionSet] = [.avx512, .avx2, .sve, .neon, .sse2, .scalar]
        let floats = vectors.compactMap { set in
            let own = kernels.filter { $0.instructionSet == set && $0.mix == .fma }
            return own.first { $0.number == .fp32 } ?? own.first
        }
        let found = tiles + floats
        return found.isEmpty ? Array(kernels.prefix(1)) : found
    }
}
