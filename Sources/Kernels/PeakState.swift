import CKernels
import Records

#if canImport(Glibc)
    import Glibc
#endif

/// Operands and accumulators of one thread that runs a peak kernel.
package final class PeakState: @unchecked Sendable {
    package let kernel: PeakKernel
    private let memory: UnsafeMutableRawPointer
    private var state: OpaquePointer { OpaquePointer(memory) }
    private let seed: UInt64
    private let purpose: ck_peak_purpose
    private var turns: UInt64 = 0

    /// What the operands are for.
    package enum Purpose: Sendable {
        /// Every operation leaves its trace; for few turns.
        case checking
        /// Values stay normal and bounded for ever.
        case timing
    }

    package init(_ kernel: PeakKernel, purpose: Purpose = .timing, seed: UInt64) {
        self.kernel = kernel
        self.seed = seed
        self.purpose = purpose == .timing ? CK_PEAK_FOR_TIMING : CK_PEAK_FOR_CHECKING
        memory = .allocate(byteCount: Int(CK_PEAK_STATE_BYTES), alignment: 64)
        ck_peak_prepare(kernel.row, state, self.purpose, seed)
    }

    deinit { memory.deallocate() }

    /// The loop to be measured.
    package func run(turns: Int) {
        kernel.row.pointee.run(state, max(0, turns))
        self.turns &+= UInt64(max(0, turns))
    }

    /// Whether all accumulators hold, bit for bit, what a scalar computation of all turns so far gives.
    package var isRight: Bool { ck_peak_is_right(kernel.row, state, purpose, seed, turns) }

    /// Whether two states hold the same numbers.
    package func hasSameResult(as other: PeakState) -> Bool {
        memcmp(memory, other.memory, Int(CK_PEAK_STATE_BYTES)) == 0
    }

    /// Changes one bit of one accumulator, so that a test can see it noticed.
    package func spoil() {
        memory.bindMemory(to: UInt8.self, capacity: Int(CK_PEAK_STATE_BYTES))[Int(CK_PEAK_FIRST_ACCUMULATOR)] ^= 1
    }
}

extension PeakKernel {
    /// Runs the kernel for some turns and compares every number with the scalar oracle.
    /// - Throws: `Failure` where one differs; the kernel must not be timed then.
    package func verify(seed: UInt64) throws {
        for turns in [0, 1, 2, Int(CK_PEAK_CHECKED_TURNS)] {
            try check(turns, .checking, seed)
            try check(turns * 100, .timing, seed)
        }
    }

    private func check(_ turns: Int, _ purpose: PeakState.Purpose, _ seed: UInt64) throws {
        let state = PeakState(self, purpose: purpose, seed: seed)
        state.run(turns: turns)
        guard !state.isRight else { return }
        throw wrong("after \(turns) turns a number differs from the scalar oracle")
    }

    /// What a wrong result of the kernel ends with.
    package func wrong(_ cause: String) -> Failure {
        Failure(
            .internalError, cannot: "trust the kernel \(self)", because: cause,
            remedy: "Report this with the CPU's name; --isa with other sets avoids it")
    }
}
