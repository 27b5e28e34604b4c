import CKernels
import Records

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

extension InstructionSet {
    /// The sets that a user named; the widest where none was.
    /// - Throws: `Failure` for a name that does not exist, and for a set that this CPU does not have.
    package static func chosen(_ names: [String]?) throws -> [InstructionSet] {
        try names.map { try $0.map(named) } ?? [.widest]
    }

    private static func named(_ name: String) throws -> InstructionSet {
        guard let set = InstructionSet(rawValue: name.lowercased()) else {
            throw Failure(
                .usage, cannot: "use --isa \(name)", because: "there is no such name",
                remedy: "There are: " + allCases.map(\.rawValue).joined(separator: ", "))
        }
        guard set.isSupported else {
            throw Failure(
                .unavailable, cannot: "use --isa \(name)", because: "this CPU does not have it",
                remedy: "It has: " + supported.map(\.rawValue).joined(separator: ", "))
        }
        return set
    }
}
