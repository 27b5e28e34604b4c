import Kernels
import Records

/// A matrix times one token or several, in a loop with the shape of an engine's: each thread goes through blocks of
/// rows of its own.
package final class PathLoop: InferenceLoop, @unchecked Sendable {
    private let kernel: PathKernel
    package let batch: Int
    /// Weights that each thread keeps in its own cache; nil where all come from memory.
    private let cacheBytes: Int?
    /// The lesser build that would take this loop, where it is not what the engine's best one takes here.
    private let build: String?
    /// What all threads multiply by, once there is any: used by whoever prepares a turn.
    private var tokens: PathTokens?

    /// Weights of a row: the width of models of 7 to 8 thousand million weights.
    static let rowWeights = 4096

    /// - Parameters:
    ///   - batch: tokens; 1 of generation's loops.
    ///   - cacheBytes: of generation's loops only.
    ///   - build: "avx2", of a build that uses less than there is.
    package init(_ kernel: PathKernel, batch: Int = 1, cacheBytes: Int? = nil, build: String? = nil) {
        self.kernel = kernel
        self.batch = batch
        self.cacheBytes = cacheBytes
        self.build = build
    }

    /// Rows that are taken at a time. A prompt's are as many as an engine gives a thread at once.
    private var rows: Int { kernel.takesTokens ? 256 : 8 }
    private var blocksPerRow: Int { Self.rowWeights / kernel.blockElements }

    package var operation: InferenceOperation { kernel.takesTokens ? .enginePrompt : .engineGeneration }
    package var format: String { kernel.format }
    package var source: InferenceCell.Source { cacheBytes == nil ? .memory : .cache }
    package var isa: String { kernel.instructionSet.rawValue }
    package var name: String { "\(kernel)" }
    package var shape: String { "rows of \(Self.rowWeights) weights, \(rows) at a time" }
    package var unitBytes: Int { rows * blocksPerRow * kernel.blockBytes }
    package var bytesPerElement: Double { Double(kernel.blockBytes) / Double(kernel.blockElements) }
    package var operationsPerByte: Double { Double(PathKernel.operations * batch) / bytesPerElement }
    package var content: String { "\(rows) rows of \(kernel) again and again" }
    package var labels: [String: String] {
        var labels = ["path": kernel.path.rawValue, "step": kernel.step.rawValue, "width": "\(kernel.width)"]
        labels["build"] = build
        return labels
    }

    package func verify(seed: UInt64) throws { try kernel.verify(seed: seed) }

    /// Every block has the same rows: seeding takes a hundred times as long as copying.
    package func fill(_ share: MemoryShare, seed: UInt64) {
        guard !share.units.isEmpty else { return }
        // Weights alone are written.
        PathSlice(
            weights: share.starts[0], activations: share.starts[0],
            results: share.starts[0].assumingMemoryBound(to: Float.self), scratch: share.starts[0], rows: rows,
            blocksPerRow: blocksPerRow, tokens: 0
        ).fillWeights(for: kernel, seed: seed)
        for unit in 1..<max(1, share.units.count) {
            (share.starts[0] + unit * unitBytes).copyMemory(from: share.starts[0], byteCount: unitBytes)
        }
    }

    package func works(_ shares: [MemoryShare], seed: UInt64) -> [any ThreadWork] {
        let tokens = tokens ?? PathTokens(kernel, batch: batch, blocksPerRow: blocksPerRow, seed: seed)
        self.tokens = tokens
        return shares.map { share in
            let own = cacheBytes.map { share.prefix(max(1, $0 / unitBytes)) } ?? share
            return PathWork(kernel, own, tokens, rows: rows, blocksPerRow: blocksPerRow, batch: batch, seed: seed)
        }
    }
}

/// One thread's blocks of rows; a unit is a block.
private final class PathWork: ThreadWork, @unchecked Sendable {
    private let kernel: PathKernel
    private let share: MemoryShare
    private let tokens: PathTokens
    private let rows: Int
    private let blocksPerRow: Int
    private let batch: Int
    private let seed: UInt64
    private let results: UnsafeMutablePointer<Float>
    private let scratch: UnsafeMutableRawPointer
    /// Blocks whose results are kept: all of a vector's, of products those of the last.
    private let kept: Int
    private var last: Range<Int> = 0..<0
    private var lap: Lap

    /// Rows whose result is compared with the oracle, at either end of what was run last.
    private static let checkedRows = 8

    init(
        _ kernel: PathKernel, _ share: MemoryShare, _ tokens: PathTokens, rows: Int, blocksPerRow: Int, batch: Int,
        seed: UInt64
    ) {
        self.kernel = kernel
        self.share = share
        self.tokens = tokens
        self.rows = rows
        self.blocksPerRow = blocksPerRow
        self.batch = batch
        self.seed = seed
        kept = kernel.takesTokens ? 1 : max(1, share.units.count)
        results = .allocate(capacity: max(1, kept * rows * batch))
        scratch = .allocate(byteCount: max(64, kernel.scratchBytes), alignment: 64)
        lap = Lap(length: max(1, share.units.count))
    }

    deinit {
        results.deallocate()
        scratch.deallocate()
    }

    var amountOfUnit: Double { Double(share.unitBytes) }

    private func slice(_ units: Range<Int>) -> PathSlice {
        PathSlice(
            weights: share.starts[0] + units.lowerBound * share.unitBytes, activations: tokens.activations,
            results: results + (kernel.takesTokens ? 0 : units.lowerBound * rows), scratch: scratch,
            rows: units.count * rows, blocksPerRow: blocksPerRow, tokens: batch)
    }

    func prepare() { slice(0..<kept).poison() }

    func begin() {
        lap.begin()
        last = 0..<0
    }

    func run(units: Int) {
        var left = units
        while left > 0 {
            let range = lap.next(kernel.takesTokens ? 1 : left)
            kernel.run(slice(range))
            last = range
            left -= range.count
        }
    }

    var error: String? {
        guard !last.isEmpty else { return nil }
        let slice = slice(last)
        let ends = [0..<Self.checkedRows, max(0, rows - Self.checkedRows)..<rows]
        let several = Set([0, batch / 2, batch - 1])
        for token in several {
            for looked in ends {
                // Of the last block, whose rows are those of every block.
                let first = (last.count - 1) * rows
                let own = looked.lowerBound + first..<looked.upperBound + first
                if let wrong = slice.firstError(
                    after: kernel, seed: seed, rows: own, token: token, firstRow: -first)
                {
                    return "row \(wrong) of token \(token) is wrong after the run"
                }
            }
        }
        return nil
    }
}

/// The activations of some tokens.
private final class PathTokens: @unchecked Sendable {
    let activations: UnsafeMutableRawPointer

    init(_ kernel: PathKernel, batch: Int, blocksPerRow: Int, seed: UInt64) {
        activations = .allocate(byteCount: max(64, batch * blocksPerRow * kernel.activationBytes), alignment: 64)
        // Activations alone are written.
        PathSlice(
            weights: activations, activations: activations,
            results: activations.assumingMemoryBound(to: Float.self), scratch: activations, rows: 0,
            blocksPerRow: blocksPerRow, tokens: batch
        ).fillActivations(for: kernel, seed: seed)
    }

    deinit { activations.deallocate() }
}
