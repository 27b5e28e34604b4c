import CKernels

/// A measured loop that multiplies a matrix of quantized weights by a vector of quantized activations, as an engine
/// does for every generated token, and what it costs.
package struct DotKernel: Sendable {
    /// As GGUF names it: "Q4_K".
    package let format: String
    package let instructionSet: InstructionSet
    /// Weights in a block.
    package let blockElements: Int
    /// Bytes of a block of weights.
    package let blockBytes: Int
    /// Bytes of the block of activations that meets a block of weights.
    package let activationBytes: Int
    /// Operations for each weight: a product and a sum.
    package let operations: Int
    private let loop: ck_dot_run
    let seeding: Seeding

    /// Writes the dot product of each row of the slice and its activations to the results.
    package func run(_ slice: DotSlice) {
        loop(slice.weights, slice.activations, slice.results, slice.rows, slice.blocksPerRow)
    }

    /// What the oracle knows of the format: a constant.
    struct Seeding: @unchecked Sendable {
        let format: OpaquePointer
    }
}

extension DotKernel {
    /// Every kernel compiled for this architecture, whether or not this CPU can run it.
    package static let all: [DotKernel] = {
        var kernels: [DotKernel] = []
        while let row = ck_dot_kernel_at(kernels.count)?.pointee {
            guard let kernel = DotKernel(row) else { break }
            kernels.append(kernel)
        }
        return kernels
    }()

    /// The kernel of the format in the widest of the sets that this CPU can execute; nil where none of them has one.
    package static func best(format: String, within sets: [InstructionSet]) -> DotKernel? {
        let usable = all.filter {
            $0.format == format && sets.contains($0.instructionSet) && $0.instructionSet.isSupported
        }
        return InstructionSet.allCases.reversed().lazy
            .compactMap { set in usable.first { $0.instructionSet == set } }.first
    }

    private init?(_ row: ck_dot_kernel) {
        guard let name = row.format, let instructionSet = InstructionSet(row.isa), let loop = row.run,
            let seeding = ck_dot_format_named(name)
        else { return nil }
        format = String(cString: name)
        self.instructionSet = instructionSet
        blockElements = Int(row.block_elements)
        blockBytes = Int(row.block_bytes)
        activationBytes = Int(row.activation_bytes)
        operations = Int(row.operations)
        self.loop = loop
        self.seeding = Seeding(format: seeding)
    }
}

extension DotKernel: CustomStringConvertible {
    /// "Q4_K dot (avx512_vnni)".
    package var description: String { "\(format) dot (\(instructionSet.rawValue))" }
}
