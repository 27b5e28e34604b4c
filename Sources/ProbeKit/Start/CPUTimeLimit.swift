import CPlatform
import Quantities
import Records

#if canImport(Glibc)
    import Glibc
#endif

/// The limit on the CPU time of a process (ulimit -t), at which the kernel ends it without a word.
package struct CPUTimeLimit: Sendable {
    /// Of all its threads together.
    private let seconds: Double

    /// Nil where there is none.
    private init?() {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_CPU.rawValue), &limit) == 0, limit.rlim_cur < rlim_t(1) << 60 else {
            return nil
        }
        seconds = Double(limit.rlim_cur)
    }

    /// Set-up is not measured, and takes CPU time too: a quarter more.
    private static let setUp = 1.25

    /// That so much measuring ends before the limit does.
    /// - Parameters:
    ///   - time: how long is measured, in seconds.
    ///   - threads: how many are busy at most; one on each CPU that this process may use where it is nil.
    /// - Throws: `Failure` where the limit is too low.
    package static func require(for time: Double, threads: Int?) throws {
        guard let limit = CPUTimeLimit() else { return }
        let busy = max(1, min(threads ?? .max, Int(cp_affinity(nil, 0))))
        let left = max(0, limit.seconds - used)
        let needed = time * Double(busy) * setUp
        guard needed > left else { return }
        let fitting = left / Double(busy) / setUp
        let shorter = fitting >= 0.2 ? ", or pass --time-budget \((fitting - 0.05).fixed(1))s" : ""
        throw Failure(
            .unavailable, cannot: "measure for \(time.fixed(1)) s with \(busy) thread\(busy == 1 ? "" : "s")",
            because: "a process may use \(limit.seconds.fixed(0)) s of CPU time here, \(left.fixed(1)) s are left, "
                + "and up to \(needed.fixed(1)) s are needed",
            remedy: "Raise the limit (ulimit -t \((needed + used).rounded(.up).fixed(0)))\(shorter)")
    }

    /// Why a program ended by a signal that nobody here sent; nil where this limit sends no such signal.
    package static func reason(signal: Int32) -> String? {
        guard signal == SIGXCPU || signal == SIGKILL, let limit = CPUTimeLimit() else { return nil }
        let cause = signal == SIGXCPU ? "it used up" : "most likely it used up"
        return "\(cause) the \(limit.seconds.fixed(0)) s of CPU time that a process may have (ulimit -t). "
            + "Raise the limit, or pass a shorter --time-budget"
    }

    /// By this process, in seconds.
    private static var used: Double {
        var time = timespec()
        guard clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time) == 0 else { return 0 }
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
