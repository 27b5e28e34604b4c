import Records

extension PathKernel {
    /// Runs the kernel on small matrices of awkward sizes and compares every result with the scalar oracle; the numbers
    /// after the last result too.
    /// - Throws: `Failure` where one differs; the kernel must not be timed then.
    package func verify(seed: UInt64) throws {
        let tokens = takesTokens ? [2, 5, 16, 33].map(whole) : [1]
        for rows in [1, 3, 8, 17] {
            let rows = (rows + rowsUnit - 1) / rowsUnit * rowsUnit
            for blocksPerRow in takesTokens ? [1, 3] : [1, 2, 3, 7] {
                for tokens in tokens {
                    guard !isRight(rows: rows, blocksPerRow: blocksPerRow, tokens: tokens, seed: seed) else { continue }
                    throw Failure(
                        .internalError, cannot: "trust the kernel \(self)",
                        because: "a result of \(rows) rows of \(blocksPerRow) blocks by \(tokens) tokens differs from "
                            + "the scalar oracle",
                        remedy: "Report this with the CPU's name; --isa scalar avoids it")
                }
            }
        }
    }

    private func whole(_ tokens: Int) -> Int { (tokens + tokensUnit - 1) / tokensUnit * tokensUnit }

    private func isRight(rows: Int, blocksPerRow: Int, tokens: Int, seed: UInt64) -> Bool {
        let guardRows = 16
        let buffers = PathBuffers(self, rows: rows, blocksPerRow: blocksPerRow, tokens: tokens, guardRows: guardRows)
        let slice = buffers.slice
        slice.fillWeights(for: self, seed: seed)
        slice.fillActivations(for: self, seed: seed)
        slice.poison()
        let end = slice.results + rows * tokens
        for index in 0..<guardRows { end[index] = -2 }
        run(slice)
        // Every token of few; of many those that are in different places of a tile.
        let looked = tokens <= 8 ? Array(0..<tokens) : Array(stride(from: 0, to: tokens, by: 5)) + [tokens - 1]
        return looked.allSatisfy { slice.firstError(after: self, seed: seed, rows: 0..<rows, token: $0) == nil }
            && (0..<guardRows).allSatisfy { end[$0] == -2 }
    }
}

/// Memory for a small slice.
private final class PathBuffers {
    private let memory: [UnsafeMutableRawPointer]
    let slice: PathSlice

    init(_ kernel: PathKernel, rows: Int, blocksPerRow: Int, tokens: Int, guardRows: Int) {
        let sizes = [
            rows * blocksPerRow * kernel.blockBytes, tokens * blocksPerRow * kernel.activationBytes,
            4 * (rows * tokens + guardRows), kernel.scratchBytes,
        ]
        memory = sizes.map { .allocate(byteCount: max(64, $0), alignment: 64) }
        slice = PathSlice(
            weights: memory[0], activations: memory[1],
            results: memory[2].bindMemory(to: Float.self, capacity: rows * tokens + guardRows), scratch: memory[3],
            rows: rows, blocksPerRow: blocksPerRow, tokens: tokens)
    }

    deinit { for part in memory { part.deallocate() } }
}
