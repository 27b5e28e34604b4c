import CKernels

/// One thread's part of a matrix product: rows `firstRow ..< firstRow + rows` of the weights, the activations of a
/// batch of tokens, and the results.
///
/// The memory belongs to whoever made the slice, who keeps it until the last use. Each start is on a 64-byte boundary.
package struct MatrixSlice: @unchecked Sendable {
    /// `rows` × `depth` numbers, packed as the kernel reads them.
    package let weights: UnsafeMutableRawPointer
    /// `depth` × `batch` numbers, packed as the kernel reads them. Slices of one matrix may share them.
    package let activations: UnsafeMutableRawPointer
    /// `rows` × `batch` floats, of INT8 32-bit integers: `rows` of the first token, `rows` of the second, …
    package let results: UnsafeMutableRawPointer
    /// Index of the first row within the whole matrix.
    package let firstRow: Int
    package let rows: Int
    package let depth: Int
    /// Tokens.
    package let batch: Int

    package init(
        weights: UnsafeMutableRawPointer, activations: UnsafeMutableRawPointer, results: UnsafeMutableRawPointer,
        firstRow: Int, rows: Int, depth: Int, batch: Int
    ) {
        self.weights = weights
        self.activations = activations
        self.results = results
        self.firstRow = firstRow
        self.rows = rows
        self.depth = depth
        self.batch = batch
    }

    /// Bytes of a slice's weights, packed for the kernel.
    package static func weightBytes(for kernel: MatrixKernel, rows: Int, depth: Int) -> Int {
        ck_matrix_weight_bytes(kernel.row, rows, depth)
    }

    /// Bytes of the activations, packed for the kernel.
    package static func activationBytes(for kernel: MatrixKernel, depth: Int, batch: Int) -> Int {
        ck_matrix_activation_bytes(kernel.row, depth, batch)
    }

    /// Bytes of a slice's results.
    package static func resultBytes(rows: Int, batch: Int) -> Int { 4 * rows * batch }

    /// Packs seeded weights and activations for the kernel, and writes to the results a value that no kernel produces.
    /// The thread that calls it touches the pages first.
    package func fill(for kernel: MatrixKernel, seed: UInt64) {
        ck_matrix_fill(kernel.row, weights, seed, UInt64(firstRow), rows, depth)
        fillActivations(for: kernel, seed: seed)
        poison(for: kernel)
    }

    /// Packs seeded activations alone.
    package func fillActivations(for kernel: MatrixKernel, seed: UInt64) {
        ck_matrix_fill_activations(kernel.row, activations, seed, depth, batch)
    }

    /// Writes to the results a value that no kernel produces.
    package func poison(for kernel: MatrixKernel) { ck_matrix_poison(kernel.row, results, rows, batch) }

    /// The index within the matrix of the first row with a result that is not exactly that of the seeded numbers, or
    /// nil if every one is right. It takes about two nanoseconds a product: of a large matrix look at some `rows`
    /// only, counted from the slice's first, and some `columns`.
    package func firstError(
        after kernel: MatrixKernel, seed: UInt64, in rows: Range<Int>? = nil, columns: Range<Int>? = nil
    ) -> Int? {
        let looked = (rows ?? 0..<self.rows).clamped(to: 0..<self.rows)
        let tokens = (columns ?? 0..<batch).clamped(to: 0..<batch)
        let part = ck_matrix_part(
            first_row: looked.lowerBound, rows: looked.count, first_column: tokens.lowerBound, columns: tokens.count)
        let wrong = ck_matrix_mismatch(kernel.row, results, seed, UInt64(firstRow), self.rows, depth, part)
        return wrong == self.rows ? nil : firstRow + wrong
    }
}
