import CKernels

/// One thread's rows of a matrix, the activations of some tokens, and the results, as a path's loop wants them.
///
/// The memory belongs to whoever made the slice, who keeps it until the last use. Each start is 64-byte aligned.
package struct PathSlice: @unchecked Sendable {
    /// `rows` times `blocksPerRow` blocks, prepared.
    package let weights: UnsafeMutableRawPointer
    /// `tokens` times `blocksPerRow` blocks, prepared.
    package let activations: UnsafeMutableRawPointer
    /// `rows` numbers of the first token, `rows` of the second, …
    package let results: UnsafeMutablePointer<Float>
    /// As much as the kernel asks for.
    package let scratch: UnsafeMutableRawPointer
    package let rows: Int
    package let blocksPerRow: Int
    package let tokens: Int

    package init(
        weights: UnsafeMutableRawPointer, activations: UnsafeMutableRawPointer, results: UnsafeMutablePointer<Float>,
        scratch: UnsafeMutableRawPointer, rows: Int, blocksPerRow: Int, tokens: Int
    ) {
        self.weights = weights
        self.activations = activations
        self.results = results
        self.scratch = scratch
        self.rows = rows
        self.blocksPerRow = blocksPerRow
        self.tokens = tokens
    }

    /// Writes rows 0 ..< rows of the matrix that `seed` names, prepared for the kernel.
    package func fillWeights(for kernel: PathKernel, seed: UInt64) {
        ck_dot_fill(kernel.seeding.format, weights, seed, 0, rows, blocksPerRow)
        kernel.prepare(weights: weights, rows: rows, blocksPerRow: blocksPerRow)
    }

    /// Writes the tokens' activations, prepared for the kernel.
    package func fillActivations(for kernel: PathKernel, seed: UInt64) {
        for token in 0..<tokens {
            ck_dot_fill_activations(
                kernel.seeding.format, activations + token * blocksPerRow * kernel.activationBytes,
                ck_path_token_seed(seed, token), blocksPerRow)
        }
        kernel.prepare(activations: activations, tokens: tokens, blocksPerRow: blocksPerRow)
    }

    /// Writes to the results a value that no kernel produces.
    package func poison() { ck_dot_poison(results, rows * tokens) }

    /// The first of some rows whose result for a token is not exactly that of the seeded blocks; nil if all are right.
    /// - Parameter firstRow: the row of the seeded matrix that the slice begins with.
    package func firstError(
        after kernel: PathKernel, seed: UInt64, rows looked: Range<Int>, token: Int, firstRow: Int = 0
    ) -> Int? {
        let looked = looked.clamped(to: 0..<rows)
        let wrong = ck_path_mismatch(
            kernel.seeding.format, results + token * rows + looked.lowerBound, seed, token,
            UInt64(firstRow + looked.lowerBound), looked.count, blocksPerRow)
        return wrong == looked.count ? nil : looked.lowerBound + wrong
    }
}
