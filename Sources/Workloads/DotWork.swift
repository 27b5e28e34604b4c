import Kernels

/// Quantized dot products of the thread's share of a matrix's rows and a vector, as for one generated token.
final class DotWork: ThreadWork, @unchecked Sendable {
    private let kernel: DotKernel
    private let blocks: [DotSlice]
    private let whole: DotSlice
    private let buffers: Buffers
    private let seed: UInt64
    private var current = 0

    /// Weights of a row by kernel: 4096 is the width of models of 7 to 8 thousand million weights.
    private static let rowWeights = 4096
    /// Some milliseconds of one core's work.
    private static let largestBlock = 64 << 20
    /// Rows whose result is compared with the oracle, at either end of what was run: it takes 16 µs for each.
    private static let checkedRows = 32

    init(_ kernel: DotKernel, _ share: MemoryShare, seed: UInt64) {
        self.kernel = kernel
        self.seed = seed
        let buffers = Buffers(kernel, rows: share.units.count, blocksPerRow: Self.blocksPerRow(kernel))
        self.buffers = buffers
        whole = Self.slice(share, kernel, buffers)
        blocks = share.blocks(largest: Self.largestBlock).map { Self.slice($0, kernel, buffers) }
    }

    /// Bytes of a row.
    static func unitBytes(_ kernel: DotKernel) -> Int { blocksPerRow(kernel) * kernel.blockBytes }

    static func fill(_ share: MemoryShare, _ kernel: DotKernel, seed: UInt64) {
        let buffers = Buffers(kernel, rows: share.units.count, blocksPerRow: blocksPerRow(kernel))
        slice(share, kernel, buffers).fill(for: kernel, seed: seed)
    }

    private static func blocksPerRow(_ kernel: DotKernel) -> Int { rowWeights / kernel.blockElements }

    private static func slice(_ share: MemoryShare, _ kernel: DotKernel, _ buffers: Buffers) -> DotSlice {
        DotSlice(
            weights: share.starts[0], activations: buffers.activations, results: buffers.results,
            firstRow: share.units.lowerBound, rows: share.units.count, blocksPerRow: blocksPerRow(kernel))
    }

    var isDivided: Bool { blocks.count > 1 }
    var amount: Double { Double(blocks[current].rows * blocks[current].blocksPerRow * kernel.blockBytes) }

    func prepare() {
        whole.fillActivations(for: kernel, seed: seed)
        whole.poison()
    }

    func advance() { current = (current + 1) % blocks.count }

    func run(repetitions: Int) { for _ in 0..<repetitions { kernel.run(blocks[current]) } }

    var error: String? {
        let slice = blocks[current]
        let ends = [0..<Self.checkedRows, max(0, slice.rows - Self.checkedRows)..<slice.rows]
        return ends.lazy.compactMap { slice.firstError(after: self.kernel, seed: self.seed, in: $0) }.first
            .map { "row \($0) is wrong after the run" }
    }
}

/// The vector and the results of one thread.
private final class Buffers {
    let activations: UnsafeMutableRawPointer
    let results: UnsafeMutablePointer<Float>

    init(_ kernel: DotKernel, rows: Int, blocksPerRow: Int) {
        activations = .allocate(byteCount: max(1, blocksPerRow * kernel.activationBytes), alignment: 64)
        results = .allocate(capacity: max(1, rows))
    }

    deinit {
        activations.deallocate()
        results.deallocate()
    }
}
