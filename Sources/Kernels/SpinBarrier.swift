import CKernels

/// A barrier of the kind that llama.cpp's threads meet at between the operations of a graph.
package final class SpinBarrier: @unchecked Sendable {
    /// How many threads meet, at least 1.
    package let threads: Int
    private let memory: UnsafeMutableRawPointer
    private let barrier: OpaquePointer
    private let waiting: PatientSpin

    /// - Parameter patience: how long a thread waits for the others before it gives up.
    package init(threads: Int, patience: Duration = .seconds(1)) {
        precondition(threads >= 1)
        self.threads = threads
        memory = .allocate(byteCount: ck_barrier_bytes(UInt32(threads)), alignment: Int(CK_APART))
        barrier = OpaquePointer(memory)
        waiting = PatientSpin(patience: patience)
        reset()
    }

    deinit { memory.deallocate() }

    /// Makes the barrier one that nobody has reached: needed after a thread gave up, when none is in it.
    package func reset() { ck_barrier_reset(barrier, UInt32(threads)) }

    /// Meets the other threads `rounds` times: the loop to be measured.
    /// - Returns: false where another thread did not come in time.
    package func rounds(_ rounds: Int, thread: Int) -> Bool {
        precondition((0..<threads).contains(thread))
        return waiting.run {
            ck_barrier_rounds(barrier, UInt32(threads), UInt64(max(0, rounds)), PatientSpin.polls, &$0)
        }
    }

    /// The same, and looks after each meeting whether every thread has come to it. Slower, so not to be measured.
    /// - Returns: false where a thread passed that should have waited, or one did not come in time.
    package func verifiedRounds(_ rounds: Int, thread: Int) -> Bool {
        precondition((0..<threads).contains(thread))
        return waiting.run {
            ck_barrier_verified_rounds(
                barrier, UInt32(threads), UInt32(thread), UInt64(max(0, rounds)), PatientSpin.polls, &$0)
        }
    }
}
