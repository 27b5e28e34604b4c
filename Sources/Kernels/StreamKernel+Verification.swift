import Records

extension StreamKernel {
    /// Runs the kernel on small arrays of awkward lengths and compares every element with the scalar oracle.
    ///
    /// The elements after the end are checked too: a kernel must not write past it.
    /// - Throws: `Failure` where one element differs; the kernel must not be timed then.
    package func verify(seed: UInt64) throws {
        for count in [1, 7, 8, 63, 64, 65, 127, 128, 1000, 4099] {
            let guardElements = 64
            let storage = UnsafeMutableBufferPointer<Double>.allocateAligned(3 * (count + guardElements + 8))
            defer { storage.deallocate() }
            guard let base = storage.baseAddress else { continue }
            let stride = (count + guardElements + 7) / 8 * 8
            let slices = StreamSlices(a: base, b: base + stride, c: base + 2 * stride, first: 12_345, count: count)
            slices.fill(seed: seed)
            let fence = slices.a + count
            for index in 0..<(stride - count) { fence[index] = -2 }
            let passes = 2
            let sum = run(slices, passes: passes)
            let overrun = (0..<(stride - count)).contains { fence[$0] != -2 }
            guard
                let wrong = slices.firstError(after: self, sum: sum, passes: passes, seed: seed)
                    ?? (overrun ? 12_345 + count : nil)
            else { continue }
            throw Failure(
                .internalError, cannot: "trust the kernel \(self)",
                because: "element \(wrong - 12_345) of \(count) differs from the scalar oracle",
                remedy: "Report this with the CPU's name; --isa scalar avoids it")
        }
    }
}

extension StreamKernel: CustomStringConvertible {
    /// "triad (nontemporal, avx512)".
    package var description: String {
        if let shape { return "\(operation) (\(shape), \(instructionSet))" }
        return "\(operation) (\(stores) stores, \(instructionSet))"
    }
}

extension ReadShape: CustomStringConvertible {
    /// "2 streams", "1 stream, prefetch".
    package var description: String {
        "\(streams) stream\(streams == 1 ? "" : "s")" + (prefetch == .software ? ", prefetch" : "")
    }
}

extension UnsafeMutableBufferPointer<Double> {
    /// Uninitialized memory for doubles on a cache line boundary.
    fileprivate static func allocateAligned(_ count: Int) -> Self {
        let raw = UnsafeMutableRawPointer.allocate(byteCount: count * 8, alignment: 64)
        return Self(start: raw.bindMemory(to: Double.self, capacity: count), count: count)
    }
}
