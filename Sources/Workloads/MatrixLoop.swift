import Kernels
import Records

/// Matrix × matrix: each thread multiplies blocks of rows of its own by the activations of all tokens of a batch.
package final class MatrixLoop: InferenceLoop, @unchecked Sendable {
    private let kernel: MatrixKernel
    package let batch: Int
    /// What all threads multiply by, once there is any: used by whoever prepares a turn.
    private var tokens: MatrixTokens?

    /// Rows that are multiplied at once, and their length: that of models of 7 to 8 thousand million weights. So many
    /// rows use each token's activations often enough that these may come from a shared cache, and take a core that
    /// does 100 GFLOP/s 5 ms with 512 tokens.
    static let (rows, depth) = (128, 4096)

    /// What engines multiply prompts in.
    package static let types: [NumberType] = [.fp32, .bf16, .int8]

    package init(_ kernel: MatrixKernel, batch: Int) {
        self.kernel = kernel
        self.batch = batch
    }

    package var operation: InferenceOperation { .matrixMatrix }
    package var format: String { kernel.numberType.rawValue }
    package var isa: String { kernel.instructionSet.rawValue }
    package var name: String { "\(kernel)" }
    package var shape: String { "blocks of \(Self.rows) rows of \(Self.depth) weights" }
    package var unitBytes: Int { MatrixSlice.weightBytes(for: kernel, rows: Self.rows, depth: Self.depth) }
    package var bytesPerElement: Double { Double(unitBytes) / Double(Self.rows * Self.depth) }
    package var operationsPerByte: Double { Double(kernel.operations * batch) / bytesPerElement }
    package var content: String { "blocks of \(kernel)" }

    package func verify(seed: UInt64) throws { try kernel.verify(seed: seed) }

    package func fill(_ share: MemoryShare, seed: UInt64) {
        // Those of one token, which are written with the weights, and not used.
        let tokens = MatrixTokens(kernel, batch: 1)
        let results = MatrixResults(batch: 1)
        for unit in 0..<share.units.count {
            let block = share.starts[0] + unit * unitBytes
            guard unit < Self.period else {
                block.copyMemory(from: block - Self.period * unitBytes, byteCount: unitBytes)
                continue
            }
            MatrixSlice(
                weights: block, activations: tokens.activations, results: results.block(0),
                firstRow: Self.firstRow(share.units.lowerBound + unit), rows: Self.rows, depth: Self.depth, batch: 1
            ).fill(for: kernel, seed: seed)
        }
    }

    /// The row of the seeded matrix that a block begins with: so many blocks, over and over, for packing takes twenty
    /// times as long as copying.
    static func firstRow(_ block: Int) -> Int { block % period * rows }

    private static let period = 3

    package func works(_ shares: [MemoryShare], seed: UInt64) -> [any ThreadWork] {
        let tokens = tokens ?? MatrixTokens(kernel, batch: batch, seed: seed)
        self.tokens = tokens
        return shares.map { MatrixWork(kernel, $0, tokens, batch: batch, seed: seed) }
    }
}

/// One thread's blocks of rows; a unit is a block.
private final class MatrixWork: ThreadWork, @unchecked Sendable {
    private let kernel: MatrixKernel
    private let share: MemoryShare
    private let tokens: MatrixTokens
    private let results: MatrixResults
    private let batch: Int
    private let seed: UInt64
    private var lap: Lap
    /// The block whose results each of the kept blocks of results are; nil where there is none of this sample.
    private var kept: [Int?]
    private var next = 0

    /// Rows and tokens whose results are compared with the oracle, at either end of a block: it takes two nanoseconds
    /// a product.
    private static let checked = 2

    init(_ kernel: MatrixKernel, _ share: MemoryShare, _ tokens: MatrixTokens, batch: Int, seed: UInt64) {
        self.kernel = kernel
        self.share = share
        self.tokens = tokens
        self.batch = batch
        self.seed = seed
        results = MatrixResults(batch: batch)
        kept = [Int?](repeating: nil, count: MatrixResults.blocks)
        lap = Lap(length: share.units.count)
    }

    var amountOfUnit: Double { Double(share.unitBytes) }

    private func slice(_ unit: Int, _ block: Int) -> MatrixSlice {
        MatrixSlice(
            weights: share.starts[0] + unit * share.unitBytes, activations: tokens.activations,
            results: results.block(block), firstRow: MatrixLoop.firstRow(share.units.lowerBound + unit),
            rows: MatrixLoop.rows, depth: MatrixLoop.depth, batch: batch)
    }

    func prepare() { for block in kept.indices { slice(0, block).poison(for: kernel) } }

    func begin() {
        lap.begin()
        for block in kept.indices { kept[block] = nil }
    }

    func run(units: Int) {
        var left = units
        while left > 0 {
            let range = lap.next(left)
            for unit in range {
                kernel.run(slice(unit, next))
                kept[next] = unit
                next = (next + 1) % kept.count
            }
            left -= range.count
        }
    }

    var error: String? {
        let rows = [0..<Self.checked, MatrixLoop.rows - Self.checked..<MatrixLoop.rows]
        let columns = [0..<min(batch, Self.checked), max(0, batch - Self.checked)..<batch]
        for (block, unit) in kept.enumerated() {
            guard let unit else { continue }
            for (rows, columns) in zip(rows, columns) {
                let wrong = slice(unit, block).firstError(after: kernel, seed: seed, in: rows, columns: columns)
                if let wrong { return "row \(wrong) is wrong after the run" }
            }
        }
        return nil
    }
}

/// The activations of a batch of tokens.
private final class MatrixTokens: @unchecked Sendable {
    let activations: UnsafeMutableRawPointer

    init(_ kernel: MatrixKernel, batch: Int) {
        let bytes = MatrixSlice.activationBytes(for: kernel, depth: MatrixLoop.depth, batch: batch)
        activations = .allocate(byteCount: max(1, bytes), alignment: 64)
    }

    convenience init(_ kernel: MatrixKernel, batch: Int, seed: UInt64) {
        self.init(kernel, batch: batch)
        MatrixSlice(
            weights: activations, activations: activations, results: activations, firstRow: 0, rows: 0,
            depth: MatrixLoop.depth, batch: batch
        ).fillActivations(for: kernel, seed: seed)
    }

    deinit { activations.deallocate() }
}

/// The results of the last few blocks of one thread.
private final class MatrixResults: @unchecked Sendable {
    private let memory: UnsafeMutableRawPointer
    private let blockBytes: Int
    static let blocks = 4

    init(batch: Int) {
        blockBytes = MatrixSlice.resultBytes(rows: MatrixLoop.rows, batch: batch)
        memory = .allocate(byteCount: Self.blocks * blockBytes, alignment: 64)
    }

    deinit { memory.deallocate() }

    func block(_ index: Int) -> UnsafeMutableRawPointer { memory + index * blockBytes }
}
