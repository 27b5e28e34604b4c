/// One thread's part of the arrays on its node.
package struct MemoryShare: @unchecked Sendable {
    package let node: Int
    /// Where its part of each array begins. The memory belongs to the `WorkloadMemory`, which outlives the share.
    package let starts: [UnsafeMutableRawPointer]
    /// Its units within the node's arrays.
    package let units: Range<Int>
    package let unitBytes: Int

    /// A part of it: so many units from the first on.
    func part(_ range: Range<Int>) -> MemoryShare {
        let first = units.lowerBound + range.lowerBound
        return MemoryShare(
            node: node, starts: starts.map { $0 + range.lowerBound * unitBytes }, units: first..<first + range.count,
            unitBytes: unitBytes)
    }

    /// In order, parts of equal size that are no larger than so many bytes of an array; one where it is not larger.
    func blocks(largest bytes: Int) -> [MemoryShare] {
        let count = max(1, (units.count * unitBytes + bytes - 1) / bytes)
        return (0..<count).map { part(units.count * $0 / count..<units.count * ($0 + 1) / count) }
    }
}
