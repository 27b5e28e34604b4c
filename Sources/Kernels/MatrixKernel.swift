import CKernels

/// A measured loop that multiplies a matrix of weights by the activations of a prompt's tokens.
package struct MatrixKernel: @unchecked Sendable {
    package let numberType: NumberType
    package let instructionSet: InstructionSet
    /// A row of a constant table.
    let row: UnsafePointer<ck_matrix_kernel>

    /// Operations for each weight and token: a product and a sum.
    package var operations: Int { 2 }

    /// The deepest matrix whose results are checked exactly.
    package static var deepest: Int { Int(CK_MATRIX_DEEPEST) }

    /// Writes the products of the slice's rows and each token's activations to the results. A process must have asked
    /// for the tiles of AMX before.
    package func run(_ slice: MatrixSlice) {
        row.pointee.run(slice.weights, slice.activations, slice.results, slice.rows, slice.depth, slice.batch)
    }
}

extension MatrixKernel {
    /// Every kernel compiled for this architecture, whether or not this CPU can run it.
    package static let all: [MatrixKernel] = {
        var kernels: [MatrixKernel] = []
        while let row = ck_matrix_kernel_at(kernels.count) {
            guard let kernel = MatrixKernel(row) else { break }
            kernels.append(kernel)
        }
        return kernels
    }()

    /// The kernel of the type in the widest of the sets that this CPU can execute; nil where none of them has one.
    package static func best(_ type: NumberType, within sets: Set<InstructionSet>) -> MatrixKernel? {
        let usable = all.filter {
            $0.numberType == type && sets.contains($0.instructionSet) && $0.instructionSet.isSupported
        }
        return InstructionSet.allCases.reversed().lazy
            .compactMap { set in usable.first { $0.instructionSet == set } }.first
    }

    private init?(_ row: UnsafePointer<ck_matrix_kernel>) {
        guard let numberType = NumberType(row.pointee.number), let instructionSet = InstructionSet(row.pointee.isa)
        else { return nil }
        self.numberType = numberType
        self.instructionSet = instructionSet
        self.row = row
    }
}

extension MatrixKernel: CustomStringConvertible {
    /// "int8 matrix (avx512_vnni)".
    package var description: String { "\(numberType) matrix (\(instructionSet.rawValue))" }
}
