/// A core and what it can do in one clock cycle.
package struct CoreMicroarchitecture: Decodable, Hashable, Sendable {
    package let name: String
    /// Operations per cycle of fp64, fp32, fp16, bf16, int8, amx_bf16 and amx_int8 (a multiply-add is two), each with
    /// the widest instructions that the core has for it; absent where unknown.
    package let operations: [String: Double]
    /// Bits of one vector pipe that multiplies and adds at full rate; Zen 4 has 512-bit instructions on 256-bit pipes.
    package let vectorBits: Int
    /// Those of the table's instruction sets that the core has, the one with the widest FMA first.
    package let instructionSets: [String]
    /// The one that `int8` is for; nil where the core has none.
    package let int8Set: String?
    /// Where the figures come from; "memory" means that nobody has checked them against a document.
    package let source: String
    package let matches: [CPUMatch]
}

/// Peak operations per cycle of one core, and where the figure comes from.
package struct PeakFigure: Hashable, Sendable {
    package let value: Double
    package let provenance: String

    /// Whether part of it has not been checked against a document.
    package var isAssumed: Bool { provenance.contains("memory") }
}

extension CoreMicroarchitecture {
    /// The peak of one type in one instruction set; nil where it is unknown, or the core does not have the set.
    /// - Parameters:
    ///   - type: "fp64", "fp32", "fp16", "bf16", "int8".
    ///   - isa: "avx2", "avx512", "avx512_bf16", "avx512_fp16", "avx512_vnni", "avx_vnni", "amx", "neon", "dotprod",
    ///     "i8mm"; any other is unknown, also "scalar" and "sse2", which have no FMA.
    package func operationsPerCycle(type: String, isa: String) -> PeakFigure? {
        guard instructionSets.contains(isa) else { return nil }
        return switch (type, isa) {
        case ("fp64", instructionSets[0]), ("fp32", instructionSets[0]): stated(type)
        case ("fp64", "avx2"): derived(type, "two 256-bit FMA pipes") { min($0, 2 * 256 / 64 * 2) }
        case ("fp32", "avx2"): derived(type, "two 256-bit FMA pipes") { min($0, 2 * 256 / 32 * 2) }
        case ("fp16", "avx512_fp16"), ("bf16", "avx512_bf16"), ("bf16", "neon"), ("int8", int8Set): stated(type)
        case ("int8", "avx_vnni") where vectorBits < 512: derived(type, "512-bit VNNI runs on 256-bit pipes") { $0 }
        case ("int8", "avx_vnni"): derived(type, "two 256-bit pipes, half of 512 bits") { $0 / 2 }
        case ("int8", "dotprod"): derived(type, "SDOT multiplies half as much as SMMLA on as many pipes") { $0 / 2 }
        case ("bf16", "amx"), ("int8", "amx"): stated("amx_\(type)")
        default: nil
        }
    }

    private func stated(_ key: String) -> PeakFigure? {
        operations[key].map { PeakFigure(value: $0, provenance: source) }
    }

    private func derived(_ key: String, _ reason: String, _ rule: (Double) -> Double) -> PeakFigure? {
        operations[key].map { PeakFigure(value: rule($0), provenance: "derived: \(reason); table: \(source)") }
    }
}

extension Catalog {
    /// The cores of a kind in a CPU; nil where the signature is unknown, or does not tell which kind of a hybrid part.
    /// - Parameter kind: "uniform", "performance", "efficiency".
    package func core(_ signature: CPUSignature, kind: String) -> CoreMicroarchitecture? {
        cores.first { core in core.matches.contains { $0.contains(signature, kind: kind) } }
    }
}
