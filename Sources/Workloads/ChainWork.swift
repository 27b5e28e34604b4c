import Kernels

/// Dependent loads along a cycle through the thread's own share.
final class ChainWork: ThreadWork, @unchecked Sendable {
    private let cycle: PointerCycle
    private var (from, line, steps) = (0, 0, 0)
    /// 0.1 ms at 100 ns each. A prime: a number that the cycle's length divides would always lead back to its start,
    /// and so would a walk that never left it.
    private static let steps = 1021

    init(_ share: MemoryShare, seed: UInt64) { cycle = Self.cycle(share, seed: seed) }

    static func fill(_ share: MemoryShare, seed: UInt64) {
        let cycle = cycle(share, seed: seed)
        cycle.fill(lines: 0..<cycle.lineCount)
    }

    private static func cycle(_ share: MemoryShare, seed: UInt64) -> PointerCycle {
        PointerCycle(
            base: share.starts[0], lineCount: share.units.count * share.unitBytes / PointerCycle.bytesPerLine,
            seed: seed)
    }

    let isDivided = false
    var amount: Double { Double(Self.steps) }

    /// Runs with another number of threads have cycles of other lengths in the same memory.
    func prepare() { cycle.fill(lines: 0..<cycle.lineCount) }

    func advance() {}

    func run(repetitions: Int) {
        (from, steps) = (line, Self.steps * repetitions)
        line = cycle.chase(from: from, steps: steps)
    }

    var error: String? {
        let expected = cycle.expected(from: from, steps: steps)
        return expected == line ? nil : "\(steps) steps from line \(from) led to line \(line) instead of \(expected)"
    }
}
