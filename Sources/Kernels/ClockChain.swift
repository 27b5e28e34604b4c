import CKernels

/// Register additions that wait for one another: a cycle each on every core known, so that timing them tells the clock.
package struct ClockChain: Sendable {
    private let rounds: Int

    /// - Parameter cycles: about how many it takes.
    package init(cycles: Int) { rounds = max(1, cycles / Int(CK_CLOCK_CHAIN)) }

    /// Cycles that `run` takes.
    package var cycles: Int { rounds * Int(CK_CLOCK_CHAIN) }

    /// The loop to be measured.
    /// - Returns: whether every addition was done.
    package func run(start: UInt64 = 1, step: UInt64 = 0x9E37_79B9_7F4A_7C15) -> Bool {
        ck_clock_chain(start, step, UInt64(rounds)) == start &+ step &* UInt64(cycles)
    }
}
