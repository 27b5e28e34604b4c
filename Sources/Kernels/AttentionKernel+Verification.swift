import Records

extension AttentionKernel {
    /// Runs the kernel over caches of awkward sizes and compares every result with the scalar oracle.
    ///
    /// The numbers after the last result are checked too: a kernel must not write past it.
    /// - Throws: `Failure` where a result is too far from the oracle's; the kernel must not be timed then.
    package func verify(seed: UInt64 = 1) throws {
        for headDimension in [32, 64, 96, 128, 256] {
            for (context, group) in [(1, 1), (2, 5), (31, 2), (33, 4), (257, 3), (1000, 8)] {
                let wrong = firstError(context: context, group: group, headDimension: headDimension, seed: seed)
                guard let wrong else { continue }
                throw Failure(
                    .internalError, cannot: "trust the kernel \(self)",
                    because: "query \(wrong) of \(group), \(headDimension) wide, over \(context) tokens is not the "
                        + "oracle's",
                    remedy: "Report this with the CPU's name; --isa scalar avoids it")
            }
        }
    }

    /// The first query head that is wrong, or `group` where something was written past the last; nil if all is right.
    private func firstError(context: Int, group: Int, headDimension: Int, seed: UInt64) -> Int? {
        let guardNumbers = 16
        let numbers = group * headDimension
        let stride = 3 * rowBytes(headDimension: headDimension)
        let cache = UnsafeMutableRawPointer.allocate(byteCount: 2 * context * stride, alignment: 64)
        let floats = UnsafeMutablePointer<Float>.allocate(capacity: 2 * numbers + guardNumbers)
        defer {
            cache.deallocate()
            floats.deallocate()
        }
        let slice = AttentionSlice(
            keys: cache, values: cache + context * stride, stride: stride, queries: floats,
            results: floats + numbers, context: context, group: group, headDimension: headDimension)
        slice.fill(for: self, seed: seed)
        let behind = UnsafeMutableBufferPointer(start: floats + 2 * numbers, count: guardNumbers)
        behind.initialize(repeating: -2)
        run(slice)
        return slice.firstError(after: self, seed: seed) ?? (behind.allSatisfy { $0 == -2 } ? nil : group)
    }
}
