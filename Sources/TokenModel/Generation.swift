import Quantities

/// Generation speed by the simple model, and which of its two bounds is the smaller.
package struct Generation: Hashable, Sendable {
    package let rate: TokenRate
    package let bound: Bound

    /// What limits the speed.
    package enum Bound: String, Sendable {
        case memory
        case compute
    }

    /// - Parameter compute: the compute-bound rate; nil where no peak was measured, and memory binds.
    package init(memory: TokenRate, compute: TokenRate?) {
        guard let compute, compute < memory else {
            rate = memory
            bound = .memory
            return
        }
        rate = compute
        bound = .compute
    }
}
