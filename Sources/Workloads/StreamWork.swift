import Kernels

/// A stream loop over the thread's share of three arrays; a unit is a cache line of each. It goes on where it was, so
/// that caches do not hold what comes next.
final class StreamWork: ThreadWork, @unchecked Sendable {
    private let kernel: StreamKernel
    private let whole: StreamSlices
    private let perUnit: Int
    private let seed: UInt64
    private var lap: Lap
    private var sum = 0.0

    init(_ kernel: StreamKernel, _ share: MemoryShare, seed: UInt64) {
        self.kernel = kernel
        self.seed = seed
        whole = Self.slices(share)
        perUnit = share.unitBytes / 8
        lap = Lap(length: share.units.count)
    }

    static func fill(_ share: MemoryShare, seed: UInt64) { slices(share).fill(seed: seed) }

    private static func slices(_ share: MemoryShare) -> StreamSlices {
        let perUnit = share.unitBytes / 8
        let count = share.units.count * perUnit
        let starts = share.starts.map { $0.bindMemory(to: Double.self, capacity: count) }
        return StreamSlices(
            a: starts[0], b: starts[1], c: starts[2], first: share.units.lowerBound * perUnit, count: count)
    }

    private func slices(_ units: Range<Int>) -> StreamSlices {
        let first = units.lowerBound * perUnit
        return StreamSlices(
            a: whole.a + first, b: whole.b + first, c: whole.c + first, first: whole.first + first,
            count: units.count * perUnit)
    }

    var amountOfUnit: Double { Double(kernel.creditedBytes * perUnit) }

    func prepare() {
        if kernel.operation != .read { whole.poison() }
    }

    func begin() {
        lap.begin()
        sum = 0
    }

    func run(units: Int) {
        var left = units
        while left > 0 {
            let range = lap.next(left)
            sum += kernel.run(slices(range))
            left -= range.count
        }
    }

    var error: String? {
        if kernel.operation == .read {
            // Exact, in whatever order the pieces were added.
            let rest = lap.rest.reduce(0) { $0 + slices($1).sum(seed: seed) }
            let rounds = lap.rounds == 0 ? 0 : Double(lap.rounds) * whole.sum(seed: seed)
            return sum == rounds + rest ? nil : "the sum is \(sum) instead of \(rounds + rest)"
        }
        return lap.passed.lazy.compactMap { self.slices($0).firstError(after: self.kernel, sum: 0, seed: self.seed) }
            .first.map { "element \($0) is wrong after the run" }
    }
}
