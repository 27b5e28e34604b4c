import CKernels

/// One thread's part of a matrix: rows `firstRow ..< firstRow + rows`, the vector that they are multiplied by, and the
/// results.
///
/// The memory belongs to whoever made the slice, who keeps it until the last use. Each start is 4-byte aligned.
package struct DotSlice: @unchecked Sendable {
    /// `rows` times `blocksPerRow` blocks, row after row.
    package let weights: UnsafeMutableRawPointer
    /// `blocksPerRow` blocks.
    package let activations: UnsafeMutableRawPointer
    /// `rows` numbers.
    package let results: UnsafeMutablePointer<Float>
    /// Index of the first row within the whole matrix.
    package let firstRow: Int
    package let rows: Int
    package let blocksPerRow: Int

    package init(
        weights: UnsafeMutableRawPointer, activations: UnsafeMutableRawPointer, results: UnsafeMutablePointer<Float>,
        firstRow: Int, rows: Int, blocksPerRow: Int
    ) {
        self.weights = weights
        self.activations = activations
        self.results = results
        self.firstRow = firstRow
        self.rows = rows
        self.blocksPerRow = blocksPerRow
    }

    /// Writes seeded blocks of the kernel's format to the weights and activations, and to the results a value that no
    /// kernel produces. The thread that calls it touches the pages first.
    package func fill(for kernel: DotKernel, seed: UInt64) {
        ck_dot_fill(kernel.seeding.format, weights, seed, UInt64(firstRow), rows, blocksPerRow)
        fillActivations(for: kernel, seed: seed)
        poison()
    }

    /// Writes seeded blocks to the activations alone.
    package func fillActivations(for kernel: DotKernel, seed: UInt64) {
        ck_dot_fill_activations(kernel.seeding.format, activations, seed, blocksPerRow)
    }

    /// Writes to the results a value that no kernel produces.
    package func poison() { ck_dot_poison(results, rows) }

    /// The index within the matrix of the first row whose result is not exactly that of the seeded blocks, or nil if
    /// every one is right. It takes about a microsecond a block: of a large matrix look at some `rows` only, counted
    /// from the slice's first.
    package func firstError(after kernel: DotKernel, seed: UInt64, in rows: Range<Int>? = nil) -> Int? {
        let looked = (rows ?? 0..<self.rows).clamped(to: 0..<self.rows)
        let first = firstRow + looked.lowerBound
        let wrong = ck_dot_mismatch(
            kernel.seeding.format, results + looked.lowerBound, seed, UInt64(first), looked.count, blocksPerRow)
        return wrong == looked.count ? nil : first + wrong
    }

    /// The dot product of one row of the slice, by plain arithmetic on the blocks that are in memory.
    package func exactResult(row: Int, of kernel: DotKernel) -> Double {
        ck_dot_exact(
            kernel.seeding.format, weights + row * blocksPerRow * kernel.blockBytes, activations, blocksPerRow, nil)
    }
}
