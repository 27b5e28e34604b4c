import Kernels

/// Quantized dot products of the thread's share of a matrix's rows and a vector, as for one generated token; a unit is
/// a row.
final class DotWork: ThreadWork, @unchecked Sendable {
    private let kernel: DotKernel
    private let whole: DotSlice
    private let buffers: DotBuffers
    private let seed: UInt64
    private var lap: Lap

    /// Weights of a row: 4096 is the width of models of 7 to 8 thousand million weights.
    static let rowWeights = 4096
    /// Rows whose result is compared with the oracle, at either end of what was run: it takes 16 µs for each.
    private static let checkedRows = 32

    init(_ kernel: DotKernel, _ share: MemoryShare, seed: UInt64) {
        self.kernel = kernel
        self.seed = seed
        let buffers = DotBuffers(kernel, rows: share.units.count, blocksPerRow: Self.blocksPerRow(kernel))
        self.buffers = buffers
        whole = Self.slice(share, kernel, buffers)
        lap = Lap(length: share.units.count)
    }

    /// Bytes of a row.
    static func unitBytes(_ kernel: DotKernel) -> Int { blocksPerRow(kernel) * kernel.blockBytes }

    static func fill(_ share: MemoryShare, _ kernel: DotKernel, seed: UInt64) {
        let buffers = DotBuffers(kernel, rows: share.units.count, blocksPerRow: blocksPerRow(kernel))
        slice(share, kernel, buffers).fill(for: kernel, seed: seed)
    }

    private static func blocksPerRow(_ kernel: DotKernel) -> Int { rowWeights / kernel.blockElements }

    private static func slice(_ share: MemoryShare, _ kernel: DotKernel, _ buffers: DotBuffers) -> DotSlice {
        DotSlice(
            weights: share.starts[0], activations: buffers.activations, results: buffers.results,
            firstRow: share.units.lowerBound, rows: share.units.count, blocksPerRow: blocksPerRow(kernel))
    }

    private func slice(_ rows: Range<Int>) -> DotSlice {
        DotSlice(
            weights: whole.weights + rows.lowerBound * whole.blocksPerRow * kernel.blockBytes,
            activations: whole.activations, results: whole.results + rows.lowerBound,
            firstRow: whole.firstRow + rows.lowerBound, rows: rows.count, blocksPerRow: whole.blocksPerRow)
    }

    var amountOfUnit: Double { Double(whole.blocksPerRow * kernel.blockBytes) }

    func prepare() {
        whole.fillActivations(for: kernel, seed: seed)
        whole.poison()
    }

    func begin() { lap.begin() }

    func run(units: Int) {
        var left = units
        while left > 0 {
            let rows = lap.next(left)
            kernel.run(slice(rows))
            left -= rows.count
        }
    }

    var error: String? {
        let ends = lap.passed.flatMap { [$0.prefix(Self.checkedRows), $0.suffix(Self.checkedRows)] }
        return ends.lazy.compactMap { self.slice($0).firstError(after: self.kernel, seed: self.seed) }.first
            .map { "row \($0) is wrong after the run" }
    }
}
