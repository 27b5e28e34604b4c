extension StreamSlices {
    /// Room that `workingSet` takes beyond the bytes asked for: it keeps the arrays apart.
    package static let workingSetPadding = 3 * 4096

    /// Small arrays within this slice's `a`: for a read one, for other kernels three, which are the bytes together.
    ///
    /// The three begin a third of 4 KiB apart in their pages: where a store and a later load share the low 12 bits of
    /// their addresses, many cores take one for the other and wait.
    package func workingSet(_ bytes: Int, of kernel: StreamKernel) -> StreamSlices {
        let arrays = kernel.operation == .read ? 1 : 3
        let elements = max(8, bytes / arrays / 64 * 8)
        guard arrays > 1 else { return StreamSlices(a: a, b: a, c: a, first: first, count: elements) }
        let third = 1344  // 21 cache lines
        let apart = ((elements * 8 - third + 4095) / 4096 * 4096 + third) / 8
        return StreamSlices(
            a: a + 2 * apart, b: a, c: a + apart, first: first, count: elements)
    }
}
