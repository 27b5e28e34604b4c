/// One thread's part of the arrays on its node.
package struct MemoryShare: @unchecked Sendable {
    package let node: Int
    /// Where its part of each array begins. The memory belongs to the `WorkloadMemory`, which outlives the share.
    package let starts: [UnsafeMutableRawPointer]
    /// Its units within the node's arrays.
    package let units: Range<Int>
    package let unitBytes: Int
}
