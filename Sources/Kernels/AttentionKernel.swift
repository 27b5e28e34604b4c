import CKernels

/// A measured loop that computes the attention of one generated token over a KV cache.
package struct AttentionKernel: Sendable {
    /// Of the keys and values, as GGUF names it: "F16", "Q8_0".
    package let format: String
    package let instructionSet: InstructionSet
    private let loop: ck_attention_run

    /// Writes the attention of each of the slice's query heads to the results.
    package func run(_ slice: AttentionSlice) {
        var raw = slice.raw
        loop(&raw)
    }

    /// Bytes of one token's keys, or values, of one KV head. The head dimension is a multiple of 32 up to 256.
    package func rowBytes(headDimension: Int) -> Int { ck_attention_row_bytes(format, headDimension) }

    /// Operations of one query head: two for each number of the keys, and two for each of the values.
    package static func operations(context: Int, headDimension: Int) -> Int { 4 * context * headDimension }
}

extension AttentionKernel {
    /// Every kernel compiled for this architecture, whether or not this CPU can run it.
    package static let all: [AttentionKernel] = {
        var kernels: [AttentionKernel] = []
        while let row = ck_attention_kernel_at(kernels.count)?.pointee {
            guard let kernel = AttentionKernel(row) else { break }
            kernels.append(kernel)
        }
        return kernels
    }()

    /// The kernel of the format in the widest of the sets that this CPU can execute; nil where none of them has one.
    package static func best(format: String, within sets: Set<InstructionSet>) -> AttentionKernel? {
        let usable = all.filter {
            $0.format == format && sets.contains($0.instructionSet) && $0.instructionSet.isSupported
        }
        return InstructionSet.allCases.reversed().lazy
            .compactMap { set in usable.first { $0.instructionSet == set } }.first
    }

    private init?(_ row: ck_attention_kernel) {
        guard let name = row.format, let instructionSet = InstructionSet(row.isa), let loop = row.run else {
            return nil
        }
        format = String(cString: name)
        self.instructionSet = instructionSet
        self.loop = loop
    }
}

extension AttentionKernel: CustomStringConvertible {
    /// "F16 attention (avx512)".
    package var description: String { "\(format) attention (\(instructionSet.rawValue))" }
}
