import Records

/// What a workload's memory on each node consists of.
package struct ArrayLayout: Hashable, Sendable {
    /// Arrays of equal size.
    package let arrays: Int
    /// Parts of an array that one thread works on as a whole, in bytes: cache lines, rows of a matrix.
    package let unitBytes: Int
    let content: Content
    /// Bytes of an array that each thread should have at least, where there is room.
    var wishedOfThread = 0

    enum Content: Hashable, Sendable { case streams, chains, weights }

    /// Arrays that are read, and those that triad reads and writes.
    package static let streams = ArrayLayout(arrays: 3, unitBytes: 64, content: .streams)
    /// Two cache lines are the shortest cycle.
    package static let chains = ArrayLayout(arrays: 1, unitBytes: 128, content: .chains)
    /// An array that holds one thing after the other: weights of a format, then of another. 64 KiB hold a row of any.
    package static func pool(wishedOfThread: Int) -> ArrayLayout {
        ArrayLayout(arrays: 1, unitBytes: 1 << 16, content: .weights, wishedOfThread: wishedOfThread)
    }
}

extension Workload {
    /// Nil where it works in registers.
    func layout(_ kernels: WorkloadKernels) -> ArrayLayout? {
        switch self {
        case .fma: nil
        case .read, .triad: .streams
        case .loads: .chains
        case .dot:
            // Rows of a matrix, which no two threads share.
            kernels.dot.map { ArrayLayout(arrays: 1, unitBytes: DotWork.unitBytes($0), content: .weights) }
        }
    }
}
