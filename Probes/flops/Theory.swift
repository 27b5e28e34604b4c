import Catalog
import Kernels
import Machine
import Records

/// What the catalogue knows of this machine's cores.
struct Theory {
    let cores: [CoreTheory]

    init(_ topology: TopologyDetails, _ catalog: Catalog) {
        let cpu = topology.cpu
        let signature = CPUSignature(
            vendor: cpu.vendor, family: cpu.family, model: cpu.model, stepping: cpu.stepping)
        cores = topology.coreKinds.map { kind in
            let core = catalog.core(signature, kind: kind.name)
            return CoreTheory(
                kind: kind.name, microarchitecture: core?.name, peaks: core.map(Self.peaks) ?? [])
        }
    }

    /// Peak operations per cycle of one core of a kind; nil where it is unknown, or a set's cores differ in kind.
    func operationsPerCycle(_ type: NumberType, _ set: InstructionSet, kind: String) -> Double? {
        // "all" are of one kind where there is one.
        let core = cores.first { $0.kind == kind } ?? (cores.count == 1 ? cores[0] : nil)
        return core?.peaks.first { $0.type == type.rawValue && $0.isa == set.commonName }?.operationsPerCycle
    }

    private static func peaks(_ core: CoreMicroarchitecture) -> [CoreTheory.Peak] {
        NumberType.allCases.flatMap { type in
            // NEON's extensions share its name.
            InstructionSet.allCases.filter { $0 != .neonFP16 && $0 != .neonBF16 }.compactMap { set in
                core.operationsPerCycle(type: type.rawValue, isa: set.commonName).map { figure in
                    CoreTheory.Peak(
                        type: type.rawValue, isa: set.commonName, operationsPerCycle: figure.value,
                        provenance: figure.provenance)
                }
            }
        }
    }
}

extension InstructionSet {
    /// The name in records: NEON's extensions for FP16 and BF16 are "neon", as their type tells them apart.
    var commonName: String { self == .neonFP16 || self == .neonBF16 ? InstructionSet.neon.rawValue : rawValue }
}
