extension InstructionSet {
    /// What an engine built for this set may use, by the names of the catalogue of engines: "avx512_vnni".
    package var features: Set<String> {
        switch self {
        case .scalar, .sse2: []
        case .sse42: ["sse42"]
        case .avx: Self.sse42.features.union(["avx", "f16c"])
        case .avx2: Self.avx.features.union(["fma", "avx2", "bmi2"])
        case .avxVNNI: Self.avx2.features.union(["avx_vnni"])
        case .avx512: Self.avx2.features.union(["avx512"])
        case .avx512BF16: Self.avx512.features.union(["avx512_bf16"])
        case .avx512FP16: Self.avx512.features
        case .avx512VNNI: Self.avx512.features.union(["avx512_vnni"])
        case .amx: Self.avx512.features.union(["amx_int8", "amx_bf16"])
        case .neon, .neonFP16, .neonBF16: ["neon"]
        case .dotprod: ["neon", "dotprod"]
        case .i8mm: ["neon", "i8mm"]
        case .sve: ["neon", "sve"]
        }
    }
}
