import CKernels

/// An instruction set that kernels are written in.
package enum InstructionSet: String, CaseIterable, Sendable {
    case scalar, sse2, sse42, avx, avx2
    case avxVNNI = "avx_vnni"
    case avx512
    case avx512BF16 = "avx512_bf16"
    case avx512FP16 = "avx512_fp16"
    case avx512VNNI = "avx512_vnni"
    case amx, neon
    case neonFP16 = "neon_fp16"
    case neonBF16 = "neon_bf16"
    case dotprod, i8mm, sve

    /// Whether this CPU and operating system can execute it. A process must be permitted AMX besides.
    package var isSupported: Bool { ck_isa_supported(raw) }

    /// All that this CPU can execute, narrow to wide.
    package static var supported: [InstructionSet] { allCases.filter(\.isSupported) }

    /// The vector set that it extends: the same registers, and fewer instructions. Itself where it extends none.
    package var base: InstructionSet {
        switch self {
        case .avxVNNI: .avx2
        case .avx512BF16, .avx512FP16, .avx512VNNI, .amx: .avx512
        case .neonFP16, .neonBF16, .dotprod, .i8mm, .sve: .neon
        case .sse42, .avx: .sse2
        case .scalar, .sse2, .avx2, .avx512, .neon: self
        }
    }

    private var raw: ck_isa {
        switch self {
        case .scalar: CK_ISA_SCALAR
        case .sse2: CK_ISA_SSE2
        case .sse42: CK_ISA_SSE42
        case .avx: CK_ISA_AVX
        case .avx2: CK_ISA_AVX2
        case .avxVNNI: CK_ISA_AVX_VNNI
        case .avx512: CK_ISA_AVX512
        case .avx512BF16: CK_ISA_AVX512_BF16
        case .avx512FP16: CK_ISA_AVX512_FP16
        case .avx512VNNI: CK_ISA_AVX512_VNNI
        case .amx: CK_ISA_AMX
        case .neon: CK_ISA_NEON
        case .neonFP16: CK_ISA_NEON_FP16
        case .neonBF16: CK_ISA_NEON_BF16
        case .dotprod: CK_ISA_DOTPROD
        case .i8mm: CK_ISA_I8MM
        case .sve: CK_ISA_SVE
        }
    }

    init?(_ raw: ck_isa) {
        guard let match = Self.allCases.first(where: { $0.raw == raw }) else { return nil }
        self = match
    }
}
