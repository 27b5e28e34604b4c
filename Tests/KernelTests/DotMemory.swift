import Kernels

/// Memory for one slice of a matrix, all zero at first, with access to the bytes of its blocks.
final class DotMemory {
    let slice: DotSlice
    private let kernel: DotKernel
    private let storage: UnsafeMutableRawPointer

    init(_ kernel: DotKernel, rows: Int, blocksPerRow: Int, firstRow: Int = 0) {
        let weights = (rows * blocksPerRow * kernel.blockBytes + 63) / 64 * 64
        let activations = (blocksPerRow * kernel.activationBytes + 63) / 64 * 64
        self.kernel = kernel
        storage = .allocate(byteCount: weights + activations + 4 * rows, alignment: 64)
        storage.initializeMemory(as: UInt8.self, repeating: 0, count: weights + activations + 4 * rows)
        slice = DotSlice(
            weights: storage, activations: storage + weights,
            results: (storage + weights + activations).bindMemory(to: Float.self, capacity: rows),
            firstRow: firstRow, rows: rows, blocksPerRow: blocksPerRow)
    }

    deinit { storage.deallocate() }

    func weights(row: Int, block: Int) -> UnsafeMutableRawPointer {
        slice.weights + (row * slice.blocksPerRow + block) * kernel.blockBytes
    }

    func activations(block: Int) -> UnsafeMutableRawPointer { slice.activations + block * kernel.activationBytes }
}

extension UnsafeMutableRawPointer {
    /// Stores the number at so many bytes from here, aligned or not.
    func put<Value: BitwiseCopyable>(_ value: Value, at offset: Int) {
        storeBytes(of: value, toByteOffset: offset, as: Value.self)
    }

    /// Makes so many bytes from an offset the same.
    func put(bytes value: UInt8, at offset: Int, count: Int) {
        (self + offset).initializeMemory(as: UInt8.self, repeating: value, count: count)
    }
}
