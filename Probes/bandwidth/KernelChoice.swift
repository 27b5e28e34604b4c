import ArgumentParser
import Kernels
import ProbeKit
import Records

/// The loops that were asked for.
struct KernelChoice {
    /// Every shape of the read loop, by instruction set; empty where reading was not asked for.
    let reads: [StreamKernel]
    /// The loops that write.
    let writers: [StreamKernel]

    /// - Throws: a usage error for names that do not exist, `Failure` for instruction sets this CPU lacks.
    init(kernels: CommaList?, stores: CommaList?, isa: CommaList?) throws {
        let operations = try kernels?.cases(of: StreamOperation.self, option: "--kernels") ?? StreamOperation.allCases
        let chosenStores = try stores?.cases(of: StoreKind.self, option: "--stores") ?? StoreKind.allCases
        // Read alone has no stores: it is measured unless the user asks for loops with certain stores only.
        let readsToo =
            stores == nil || kernels?.names.contains { $0.lowercased() == "read" } == true
            || chosenStores.contains(.none)
        let sets = try InstructionSet.streaming(isa?.names)
        let chosen = StreamKernel.all.filter { kernel in
            sets.contains(kernel.instructionSet) && operations.contains(kernel.operation)
                && (kernel.stores == .none ? readsToo : chosenStores.contains(kernel.stores))
        }
        reads = chosen.filter { $0.operation == .read }
        writers = chosen.filter { $0.operation != .read }
        guard chosen.isEmpty else { return }
        throw ValidationError("--kernels, --stores and --isa together leave nothing to measure")
    }

    var all: [StreamKernel] { reads + writers }

    /// The widest instruction set of those chosen, which all parts but the loops use.
    var widest: InstructionSet? { InstructionSet.allCases.last { set in all.contains { $0.instructionSet == set } } }

    /// Whether a loop is one of those that later parts may use: of the widest instruction set, read and triad.
    func isTelling(_ kernel: StreamKernel) -> Bool {
        kernel.instructionSet == widest && (kernel.operation == .read || kernel.operation == .triad)
    }

    /// The plain read loop, and triad with regular stores: what caches are measured with.
    var forCaches: [StreamKernel] {
        all.filter { kernel in
            kernel.instructionSet == widest
                && (kernel.shape == .plain || (kernel.operation == .triad && kernel.stores == .regular))
        }
    }
}
