import CKernels

/// One cache line that two threads hand back and forth.
///
/// The memory is 128 bytes that nothing else lies in; its page comes into being in the thread that makes the object.
package final class HandoverLine: @unchecked Sendable {
    /// Which of the two threads is meant. The first begins.
    package enum Side: Sendable {
        case first, second
    }

    /// What a waiting thread does between two loads. Neither is faster everywhere: measure both and keep the lower.
    package enum Polling: CaseIterable, Sendable {
        /// Nothing, for some microseconds: a pause of 140 cycles, as on Intel since Skylake, would be measured with it.
        case plain
        /// A pause: loads without one hinder the other core's store. On a Zen 5 guest that took 2 to 4 times as long.
        case paused
    }

    private let memory: UnsafeMutableRawPointer
    private let line: OpaquePointer
    private let waiting: PatientSpin

    /// - Parameter patience: how long a thread waits for the other one's next move before it gives up.
    package init(patience: Duration = .seconds(1)) {
        memory = .allocate(byteCount: Int(CK_APART), alignment: Int(CK_APART))
        line = OpaquePointer(memory)
        waiting = PatientSpin(patience: patience)
        reset()
    }

    deinit { memory.deallocate() }

    /// Starts again from 0. Needed before each pair of passes, while no thread is in one.
    package func reset() { ck_handover_reset(line) }

    /// How often the line has been handed over since the last reset: twice the rounds when both sides are done.
    package var handovers: Int { Int(truncatingIfNeeded: ck_handover_count(line)) }

    /// Waits for the line and hands it back, `rounds` times: one side of the loop to be measured.
    /// - Returns: whether this side saw exactly the numbers it had to see, each in time.
    package func pass(side: Side, rounds: Int, polling: Polling = .plain) -> Bool {
        let parity: UInt64 = side == .first ? 0 : 1
        let plainPolls = polling == .plain ? PatientSpin.polls / 2 : 0
        return waiting.run {
            ck_handover_pass(line, parity, UInt64(max(0, rounds)), plainPolls, PatientSpin.polls, &$0)
        }
    }
}
