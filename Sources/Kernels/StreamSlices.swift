import CKernels

/// One thread's part of the three arrays: elements `first ..< first + count` of each.
///
/// The memory belongs to whoever made the slices, who keeps it until the last use. Each start is 64-byte aligned.
package struct StreamSlices: @unchecked Sendable {
    package let a: UnsafeMutablePointer<Double>
    package let b: UnsafeMutablePointer<Double>
    package let c: UnsafeMutablePointer<Double>
    /// Index of the first element within the whole arrays.
    package let first: Int
    /// Number of elements.
    package let count: Int

    package init(
        a: UnsafeMutablePointer<Double>, b: UnsafeMutablePointer<Double>, c: UnsafeMutablePointer<Double>,
        first: Int, count: Int
    ) {
        self.a = a
        self.b = b
        self.c = c
        self.first = first
        self.count = count
    }

    /// Writes the seeded values to b and c, and to a a value that no kernel produces. The thread that calls it touches
    /// the pages first. Where only b exists, the others are b too, and are left alone.
    package func fill(seed: UInt64) {
        ck_stream_fill(b, UInt64(first), count, seed)
        if c != b { ck_stream_fill(c, UInt64(first), count, seed &+ 1) }
        if a != b { ck_stream_poison(a, count) }
    }

    /// Writes to a a value that no kernel produces.
    package func poison() { ck_stream_poison(a, count) }

    /// What one pass of `.read` over the seeded values of b must return; exact.
    package func sum(seed: UInt64) -> Double { ck_stream_sum(UInt64(first), count, seed) }

    /// The index of the first element that is not what the kernel must have left, or nil if every one is right.
    /// - Parameter sum: what the kernel returned for so many passes.
    package func firstError(after kernel: StreamKernel, sum: Double, passes: Int = 1, seed: UInt64) -> Int? {
        if kernel.operation == .read {
            // Exact: a double holds every multiple of 1/1024 up to 8 · 10¹², thousands of passes over any array.
            return sum == Double(passes) * self.sum(seed: seed) ? nil : first
        }
        let wrong = ck_stream_mismatch(kernel.operation.raw, a, UInt64(first), count, seed)
        return wrong == count ? nil : first + wrong
    }
}

extension StreamOperation {
    fileprivate var raw: ck_operation {
        switch self {
        case .read: CK_READ
        case .copy: CK_COPY
        case .scale: CK_SCALE
        case .add: CK_ADD
        case .triad: CK_TRIAD
        }
    }
}
