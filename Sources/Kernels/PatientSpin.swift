import CKernels

#if canImport(Glibc)
    import Glibc
#endif

/// What a thread does when the one it spins for does not come: it gives its CPU away for a moment and spins again,
/// and gives up when that has lasted too long.
struct PatientSpin {
    /// Loads in one wait before the CPU is given away. At least half of them take a pause, so this is 0.1 ms or more:
    /// longer than any wait for a thread that runs, short enough for threads that share a CPU to take turns.
    static let polls: UInt64 = 8192

    /// How long a wait without any progress may last.
    let patience: Duration

    /// Repeats the call until all its rounds are done.
    /// - Returns: false where the other thread did not come in time, or came out of step.
    func run(_ spin: (inout ck_spin_progress) -> ck_spin_result) -> Bool {
        var progress = ck_spin_progress()
        var result = spin(&progress)
        guard result == CK_SPIN_WAITING else { return result == CK_SPIN_DONE }
        var round = progress.round
        var lastProgress = ContinuousClock.now
        while result == CK_SPIN_WAITING {
            if progress.round != round {
                round = progress.round
                lastProgress = .now
            }
            if ContinuousClock.now - lastProgress > patience { return false }
            sched_yield()
            result = spin(&progress)
        }
        return result == CK_SPIN_DONE
    }
}
