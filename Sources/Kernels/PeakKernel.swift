import CKernels

/// A loop that computes as fast as a core can, with all operands in registers.
package struct PeakKernel: @unchecked Sendable {
    /// The instructions it repeats: "vfmadd213ps", "vfmadd213ps, vaddps".
    package let instruction: String
    package let number: NumberType
    package let instructionSet: InstructionSet
    package let mix: Mix
    /// A row of a constant table.
    let row: UnsafePointer<ck_peak_kernel>

    /// Which instructions a loop mixes.
    package enum Mix: String, CaseIterable, Sendable {
        /// Multiply-add alone, or whatever the set has instead.
        case fma
        /// Additions beside multiply-adds, for cores that have adders of their own.
        case fmaAdd = "fma_add"
    }

    /// Every kernel compiled for this architecture, whether or not this CPU can run it.
    package static let all: [PeakKernel] = {
        var kernels: [PeakKernel] = []
        while let row = ck_peak_kernel_at(kernels.count) {
            guard let kernel = PeakKernel(row) else { break }
            kernels.append(kernel)
        }
        return kernels
    }()

    private init?(_ row: UnsafePointer<ck_peak_kernel>) {
        guard let name = row.pointee.instruction, let number = NumberType(row.pointee.number),
            let instructionSet = InstructionSet(row.pointee.isa)
        else { return nil }
        instruction = String(cString: name)
        self.number = number
        self.instructionSet = instructionSet
        mix = row.pointee.recipe == CK_PEAK_FMA_ADD ? .fmaAdd : .fma
        self.row = row
    }

    /// Operations of one turn on this CPU, which must support the set; a multiply-add is two.
    package var operations: Int { Int(ck_peak_operations(row)) }
}

extension PeakKernel {
    /// The fastest kind of multiply-add for a type of number in some sets: the last in their order.
    package static func widest(_ number: NumberType, in sets: [InstructionSet]) -> PeakKernel? {
        InstructionSet.allCases.filter(sets.contains).compactMap { set in
            all.first { $0.number == number && $0.instructionSet == set && $0.mix == .fma }
        }.last
    }
}

extension PeakKernel: CustomStringConvertible {
    /// "fp32 vfmadd213ps (avx512)".
    package var description: String { "\(number) \(instruction) (\(instructionSet.rawValue))" }
}
