import Kernels

/// The vector and the results of one thread.
final class DotBuffers {
    let activations: UnsafeMutableRawPointer
    let results: UnsafeMutablePointer<Float>

    init(_ kernel: DotKernel, rows: Int, blocksPerRow: Int) {
        activations = .allocate(byteCount: max(1, blocksPerRow * kernel.activationBytes), alignment: 64)
        results = .allocate(capacity: max(1, rows))
    }

    deinit {
        activations.deallocate()
        results.deallocate()
    }
}
