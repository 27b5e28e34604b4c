import Records

extension MatrixKernel {
    /// Runs the kernel on small matrices of awkward sizes and compares every result with the scalar oracle.
    ///
    /// The numbers after the last result are checked too: a kernel must not write past it.
    /// - Throws: `Failure` where one result differs; the kernel must not be timed then.
    package func verify(seed: UInt64 = 1) throws {
        for (rows, batch) in [(1, 1), (5, 3), (33, 8), (64, 17), (100, 5)] {
            for depth in [1, 7, 64, 259, 2051] {
                guard let wrong = firstError(rows: rows, depth: depth, batch: batch, seed: seed) else { continue }
                throw Failure(
                    .internalError, cannot: "trust the kernel \(self)",
                    because: "row \(wrong) of \(rows), \(depth) deep, times \(batch) columns differs from the oracle",
                    remedy: "Report this with the CPU's name; --isa scalar avoids it")
            }
        }
    }

    /// The first row that is wrong, or `rows` where something was written past the last; nil if all is right.
    private func firstError(rows: Int, depth: Int, batch: Int, seed: UInt64) -> Int? {
        let firstRow = 1000
        let guardBytes = 64
        let activationStart = (MatrixSlice.weightBytes(for: self, rows: rows, depth: depth) + 63) / 64 * 64
        let activationBytes = MatrixSlice.activationBytes(for: self, depth: depth, batch: batch)
        let resultStart = activationStart + (activationBytes + 63) / 64 * 64
        let end = resultStart + MatrixSlice.resultBytes(rows: rows, batch: batch)
        let storage = UnsafeMutableRawPointer.allocate(byteCount: end + guardBytes, alignment: 64)
        defer { storage.deallocate() }
        let slice = MatrixSlice(
            weights: storage, activations: storage + activationStart, results: storage + resultStart,
            firstRow: firstRow, rows: rows, depth: depth, batch: batch)
        slice.fill(for: self, seed: seed)
        (storage + end).initializeMemory(as: UInt8.self, repeating: 0xA5, count: guardBytes)
        run(slice)
        if let wrong = slice.firstError(after: self, seed: seed) { return wrong - firstRow }
        return (0..<guardBytes).allSatisfy { storage.load(fromByteOffset: end + $0, as: UInt8.self) == 0xA5 }
            ? nil : rows
    }
}
