import Records

extension DotKernel {
    /// Runs the kernel on small matrices of awkward sizes and compares every result with the scalar oracle.
    ///
    /// The numbers after the last result are checked too: a kernel must not write past it.
    /// - Throws: `Failure` where one result differs; the kernel must not be timed then.
    package func verify(seed: UInt64) throws {
        for rows in [1, 2, 3, 5, 8] {
            for blocksPerRow in [1, 2, 3, 4, 7, 17] {
                guard let wrong = firstError(rows: rows, blocksPerRow: blocksPerRow, seed: seed) else { continue }
                throw Failure(
                    .internalError, cannot: "trust the kernel \(self)",
                    because: "row \(wrong) of \(rows) of \(blocksPerRow) blocks differs from the scalar oracle",
                    remedy: "Report this with the CPU's name; --isa scalar avoids it")
            }
        }
    }

    /// The first row that is wrong, or `rows` where something was written past the last; nil if all is right.
    private func firstError(rows: Int, blocksPerRow: Int, seed: UInt64) -> Int? {
        let firstRow = 1000
        let guardRows = 16
        let activationStart = (rows * blocksPerRow * blockBytes + 63) / 64 * 64
        let resultStart = activationStart + (blocksPerRow * activationBytes + 63) / 64 * 64
        let storage = UnsafeMutableRawPointer.allocate(byteCount: resultStart + 4 * (rows + guardRows), alignment: 64)
        defer { storage.deallocate() }
        let results = (storage + resultStart).bindMemory(to: Float.self, capacity: rows + guardRows)
        let slice = DotSlice(
            weights: storage, activations: storage + activationStart, results: results, firstRow: firstRow, rows: rows,
            blocksPerRow: blocksPerRow)
        slice.fill(for: self, seed: seed)
        for index in rows..<(rows + guardRows) { results[index] = -2 }
        run(slice)
        if let wrong = slice.firstError(after: self, seed: seed) { return wrong - firstRow }
        return (rows..<(rows + guardRows)).contains { results[$0] != -2 } ? rows : nil
    }
}
