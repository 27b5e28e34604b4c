/// One thread's part of the arrays on its node.
///
/// Threads of a node may instead share every unit of its array: then each goes by `sharer` of `sharers`.
package struct MemoryShare: @unchecked Sendable {
    package let node: Int
    /// Where its part of each array begins. The memory belongs to the `WorkloadMemory`, which outlives the share.
    package let starts: [UnsafeMutableRawPointer]
    /// Its units within the node's arrays.
    package let units: Range<Int>
    package let unitBytes: Int
    /// Units of a whole array on the node.
    package let unitsOnNode: Int
    /// The thread's number among those on the node, and how many they are.
    package let sharer: Int, sharers: Int
}

extension MemoryShare {
    /// The part's first so many units.
    func prefix(_ count: Int) -> MemoryShare {
        MemoryShare(
            node: node, starts: starts, units: units.lowerBound..<units.lowerBound + min(count, units.count),
            unitBytes: unitBytes, unitsOnNode: unitsOnNode, sharer: sharer, sharers: sharers)
    }

    /// Where the node's array begins.
    var base: UnsafeMutableRawPointer { starts[0] - units.lowerBound * unitBytes }
}
