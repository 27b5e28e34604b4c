import Kernels

/// Dependent loads along a cycle through the thread's own share; a unit is a load.
final class ChainWork: ThreadWork, @unchecked Sendable {
    private let cycle: PointerCycle
    private var (from, line, steps) = (0, 0, 0)
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

    let amountOfUnit = 1.0

    /// Runs with another number of threads have cycles of other lengths in the same memory.
    func prepare() { cycle.fill(lines: 0..<cycle.lineCount) }

    func begin() { (from, steps) = (line, 0) }

    func run(units: Int) {
        line = cycle.chase(from: line, steps: units)
        steps += units
    }

    var error: String? {
        // Whole rounds lead back to their start, and so does a walk that never left it: one more step tells them apart.
        if steps.isMultiple(of: cycle.lineCount) { run(units: 1) }
        let expected = cycle.expected(from: from, steps: steps)
        return expected == line ? nil : "\(steps) steps from line \(from) led to line \(line) instead of \(expected)"
    }
}
