import Kernels

/// A stream loop over the thread's share of three arrays.
final class StreamWork: ThreadWork, @unchecked Sendable {
    private let kernel: StreamKernel
    private let whole: StreamSlices
    private let blocks: [StreamSlices]
    private let seed: UInt64
    private var current = 0
    private var (sum, passes) = (0.0, 0)

    /// A few milliseconds of one core's work: one thread on a machine with gigabytes of caches would take a second for
    /// its share. It goes on where it was, so that caches do not hold what comes next.
    private static let largestBlock = 64 << 20

    init(_ kernel: StreamKernel, _ share: MemoryShare, seed: UInt64) {
        self.kernel = kernel
        self.seed = seed
        whole = Self.slices(share)
        blocks = share.blocks(largest: Self.largestBlock).map(Self.slices)
    }

    static func fill(_ share: MemoryShare, seed: UInt64) { slices(share).fill(seed: seed) }

    private static func slices(_ share: MemoryShare) -> StreamSlices {
        let perUnit = share.unitBytes / 8
        let count = share.units.count * perUnit
        let starts = share.starts.map { $0.bindMemory(to: Double.self, capacity: count) }
        return StreamSlices(
            a: starts[0], b: starts[1], c: starts[2], first: share.units.lowerBound * perUnit, count: count)
    }

    var isDivided: Bool { blocks.count > 1 }
    var amount: Double { Double(kernel.creditedBytes * blocks[current].count) }

    func prepare() {
        if kernel.operation != .read { whole.poison() }
    }

    func advance() { current = (current + 1) % blocks.count }

    func run(repetitions: Int) {
        passes = repetitions
        sum = kernel.run(blocks[current], passes: repetitions)
    }

    var error: String? {
        blocks[current].firstError(after: kernel, sum: sum, passes: passes, seed: seed)
            .map { "element \($0) is wrong after the run" }
    }
}
