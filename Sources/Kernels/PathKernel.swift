import CKernels

/// A measured loop with the shape of an engine's: its width, step, interleaving and order of blocks.
package struct PathKernel: Sendable {
    /// As GGUF names it: "Q4_K".
    package let format: String
    package let path: Path
    package let step: Step
    package let instructionSet: InstructionSet
    /// Bits of the vectors that multiply.
    package let width: Int
    /// Whether it is a prompt's loop, for several tokens; else it is generation's, for one.
    package let takesTokens: Bool
    /// What rows and tokens must be multiples of.
    package let rowsUnit: Int, tokensUnit: Int
    /// Weights in a block.
    package let blockElements: Int
    /// Bytes of a block of one row's weights, and of one token's activations.
    package let blockBytes: Int, activationBytes: Int
    /// Bytes that the loop works in, of each thread.
    package let scratchBytes: Int
    private let prepareWeights: ck_path_prepare?
    private let prepareActivations: ck_path_prepare?
    private let loop: ck_path_run
    let seeding: DotKernel.Seeding

    /// How an engine goes through a matrix; the raw value is in records and in the catalogue of engines.
    package enum Path: String, CaseIterable, Sendable {
        case row
        case rowsOf8 = "rows_of_8"
        case blas, tiled
    }

    /// What multiplies.
    package enum Step: String, CaseIterable, Sendable {
        case plain, maddubs, vnni
        case mulAdd = "mul_add"
        case fma, bf16, dot, i8mm
    }

    /// Operations for each weight and token: a product and a sum.
    package static let operations = 2

    /// Writes the products of the slice's rows and tokens to its results.
    package func run(_ slice: PathSlice) {
        loop(
            slice.weights, slice.activations, slice.results, slice.rows, slice.blocksPerRow, slice.tokens, slice.scratch
        )
    }
}

extension PathKernel {
    /// Every kernel compiled for this architecture, whether or not this CPU can run it.
    package static let all: [PathKernel] = {
        var kernels: [PathKernel] = []
        while let row = ck_path_kernel_at(kernels.count)?.pointee {
            guard let kernel = PathKernel(row) else { break }
            kernels.append(kernel)
        }
        return kernels
    }()

    private init?(_ row: ck_path_kernel) {
        guard let name = row.format, let path = Path(row.path), let step = Step(row.step),
            let instructionSet = InstructionSet(row.isa), let loop = row.run,
            let seeding = ck_dot_format_named(name)
        else { return nil }
        format = String(cString: name)
        (self.path, self.step, self.instructionSet) = (path, step, instructionSet)
        width = Int(row.width)
        takesTokens = row.takes_tokens
        (rowsUnit, tokensUnit) = (Int(row.rows_unit), Int(row.tokens_unit))
        blockElements = Int(row.block_elements)
        (blockBytes, activationBytes) = (Int(row.block_bytes), Int(row.activation_bytes))
        scratchBytes = Int(row.scratch_bytes)
        (prepareWeights, prepareActivations) = (row.prepare_weights, row.prepare_activations)
        self.loop = loop
        self.seeding = DotKernel.Seeding(format: seeding)
    }

    /// Plain rows in the order that the loop reads.
    func prepare(weights: UnsafeMutableRawPointer, rows: Int, blocksPerRow: Int) {
        Self.prepare(weights, prepareWeights, lines: rows, blocks: blocksPerRow, blockBytes: blockBytes)
    }

    /// Plain tokens, likewise.
    func prepare(activations: UnsafeMutableRawPointer, tokens: Int, blocksPerRow: Int) {
        Self.prepare(activations, prepareActivations, lines: tokens, blocks: blocksPerRow, blockBytes: activationBytes)
    }

    private static func prepare(
        _ memory: UnsafeMutableRawPointer, _ prepare: ck_path_prepare?, lines: Int, blocks: Int, blockBytes: Int
    ) {
        guard let prepare else { return }
        let plain = UnsafeMutableRawPointer.allocate(byteCount: max(1, lines * blocks * blockBytes), alignment: 64)
        defer { plain.deallocate() }
        plain.copyMemory(from: memory, byteCount: lines * blocks * blockBytes)
        prepare(plain, memory, lines, blocks)
    }
}

extension PathKernel: CustomStringConvertible {
    /// "Q4_K rows of 8, maddubs (avx2)".
    package var description: String {
        let path = path.rawValue.split(separator: "_").joined(separator: " ")
        return "\(format) \(path)\(takesTokens ? " product" : ""), \(step.rawValue) (\(instructionSet.rawValue))"
    }
}

extension PathKernel.Path {
    fileprivate init?(_ raw: ck_path) {
        switch raw {
        case CK_PATH_ROW: self = .row
        case CK_PATH_ROWS_OF_8: self = .rowsOf8
        case CK_PATH_BLAS: self = .blas
        case CK_PATH_TILED: self = .tiled
        default: return nil
        }
    }
}

extension PathKernel.Step {
    fileprivate init?(_ raw: ck_step) {
        switch raw {
        case CK_STEP_PLAIN: self = .plain
        case CK_STEP_MADDUBS: self = .maddubs
        case CK_STEP_VNNI: self = .vnni
        case CK_STEP_MUL_ADD: self = .mulAdd
        case CK_STEP_FMA: self = .fma
        case CK_STEP_BF16: self = .bf16
        case CK_STEP_DOT: self = .dot
        case CK_STEP_I8MM: self = .i8mm
        default: return nil
        }
    }
}
