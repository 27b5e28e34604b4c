import CKernels

/// Cache lines of which each holds the address of the next, in one pseudo-random cycle through all of them.
///
/// A walk along it is a chain of dependent loads. The memory belongs to whoever made the cycle, who keeps it until the
/// last use, and is read only after every line has been filled.
package struct PointerCycle: @unchecked Sendable {
    /// Bytes from one line to the next.
    package static let bytesPerLine = Int(CK_CYCLE_LINE)

    /// The first line, on a 64-byte boundary, followed by `lineCount * bytesPerLine` bytes.
    package let base: UnsafeMutableRawPointer
    /// Number of lines, at least 2.
    package let lineCount: Int
    /// Names one of the many orders of the lines.
    package let seed: UInt64

    package init(base: UnsafeMutableRawPointer, lineCount: Int, seed: UInt64) {
        precondition(lineCount >= 2)
        self.base = base
        self.lineCount = lineCount
        self.seed = seed
    }

    /// Writes the addresses to some lines, in ascending order. The thread that calls it touches their pages first;
    /// several may each fill a part.
    package func fill(lines: Range<Int>) {
        let lines = lines.clamped(to: 0..<lineCount)
        ck_cycle_fill(base, lines.lowerBound, lines.count, lineCount, seed)
    }

    /// The index of the first of some lines that does not hold what `fill` writes, or nil if every one does.
    package func firstError(in lines: Range<Int>) -> Int? {
        let lines = lines.clamped(to: 0..<lineCount)
        let wrong = ck_cycle_mismatch(base, lines.lowerBound, lines.count, lineCount, seed)
        return wrong == lines.upperBound ? nil : wrong
    }

    /// Follows the addresses from a line: the loop to be measured.
    /// - Returns: the index of the line reached, from which the next walk can go on.
    package func chase(from line: Int, steps: Int) -> Int {
        let reached = ck_cycle_chase(base + line &* Self.bytesPerLine, max(0, steps))
        return (Int(bitPattern: reached) &- Int(bitPattern: base)) / Self.bytesPerLine
    }

    /// The index of the line that `chase` must reach, computed without memory in at most `lineCount` short steps.
    package func expected(from line: Int, steps: Int) -> Int {
        ck_cycle_expected(line, max(0, steps), lineCount, seed)
    }
}
