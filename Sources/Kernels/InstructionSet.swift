import CKernels

/// An instruction set that kernels are written in.
package enum InstructionSet: String, CaseIterable, Sendable {
    case scalar, avx2, avx512, neon

    /// Whether this CPU and operating system can execute it.
    package var isSupported: Bool { ck_isa_supported(raw) }

    /// The widest that this CPU can execute.
    package static var widest: InstructionSet { supported.last ?? .scalar }

    /// All that this CPU can execute, narrow to wide.
    package static var supported: [InstructionSet] { allCases.filter(\.isSupported) }

    private var raw: ck_isa {
        switch self {
        case .scalar: CK_ISA_SCALAR
        case .avx2: CK_ISA_AVX2
        case .avx512: CK_ISA_AVX512
        case .neon: CK_ISA_NEON
        }
    }

    init?(_ raw: ck_isa) {
        guard let match = Self.allCases.first(where: { $0.raw == raw }) else { return nil }
        self = match
    }
}
