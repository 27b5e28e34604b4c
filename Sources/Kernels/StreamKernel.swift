import CKernels

/// What a stream loop computes for each element, with b and c read, a written and s = 3.
package enum StreamOperation: String, CaseIterable, Sendable {
    /// Sums b.
    case read
    /// a = b.
    case copy
    /// a = s·b.
    case scale
    /// a = b + c.
    case add
    /// a = b + s·c.
    case triad
}

/// How a stream loop writes.
package enum StoreKind: String, CaseIterable, Sendable {
    /// It does not.
    case none
    /// Through the cache: the line is read before it is written (write-allocate).
    case regular
    /// Around the cache.
    case nontemporal
}

/// How a read loop goes through its memory.
package struct ReadShape: Hashable, Sendable {
    /// Parts that each thread reads side by side.
    package let streams: Int
    package let prefetch: Prefetch

    /// One stream, fetched ahead by the CPU alone.
    package static let plain = ReadShape(streams: 1, prefetch: .hardware)

    /// Who asks for lines ahead of their use.
    package enum Prefetch: String, Sendable {
        /// The CPU alone.
        case hardware
        /// The loop's own instructions too.
        case software
    }
}

/// A measured loop over arrays of doubles, and what it costs per element.
///
/// Based on a variant of the STREAM benchmark code.
package struct StreamKernel: Sendable {
    package let operation: StreamOperation
    package let stores: StoreKind
    /// Of a read; nil for what writes.
    package let shape: ReadShape?
    package let instructionSet: InstructionSet
    /// Bytes that STREAM's rules count for each element.
    package let creditedBytes: Int
    /// Bytes that cross the memory bus for each element if every regular store reads its line first.
    package let movedBytes: Int
    /// Floating-point operations for each element.
    package let operations: Int
    private let loop: ck_stream_run

    /// Runs the loop over all elements of the slices, and returns the sum of all passes for `.read`, else 0.
    @discardableResult
    package func run(_ slices: StreamSlices, passes: Int = 1) -> Double {
        loop(slices.a, slices.b, slices.c, CK_SCALAR_FACTOR, slices.count, passes)
    }
}

extension StreamKernel {
    /// Every kernel compiled for this architecture, whether or not this CPU can run it.
    package static let all: [StreamKernel] = {
        var kernels: [StreamKernel] = []
        while let row = ck_stream_kernel_at(kernels.count)?.pointee {
            guard let kernel = StreamKernel(row) else { break }
            kernels.append(kernel)
        }
        return kernels
    }()

    private init?(_ row: ck_stream_kernel) {
        guard let name = row.name, let operation = StreamOperation(rawValue: String(cString: name)),
            let instructionSet = InstructionSet(row.isa), let loop = row.run
        else { return nil }
        self.operation = operation
        self.instructionSet = instructionSet
        stores = row.stores == CK_STORES_NONE ? .none : row.stores == CK_STORES_REGULAR ? .regular : .nontemporal
        shape =
            row.streams == 0
            ? nil : ReadShape(streams: Int(row.streams), prefetch: row.prefetch ? .software : .hardware)
        creditedBytes = Int(row.credited_bytes)
        movedBytes = Int(row.moved_bytes)
        operations = Int(row.flops)
        self.loop = loop
    }
}
