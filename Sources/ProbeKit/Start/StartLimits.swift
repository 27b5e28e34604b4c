import CPlatform
import Records
import SystemPackage

#if canImport(Glibc)
    import Glibc
#endif

/// What a program needs before it begins. Without it the runtime would hang, or be ended without a word.
package struct StartLimits {
    /// Threads at once, beside the first. Where one cannot be started, libdispatch tries once a second, for ever.
    private let threads: Int32
    /// Memory to reserve, in bytes: stacks of 8 MiB, and what JSON takes.
    private let memory: UInt64
    /// Files open at once.
    private let files: rlim_t

    /// Of a program that measures: signals are noticed by two threads. What it measures with is checked later.
    package static let ofProbe = StartLimits(threads: 3, memory: 48 << 20, files: 16)
    /// Of the driver while it runs programs: each takes a dozen files.
    package static let ofDriver = StartLimits(threads: 10, memory: 192 << 20, files: 64)

    /// Raises the limit of open files where the system lets it.
    /// - Throws: `Failure` where a limit is too low.
    package func check() throws {
        try Self.checkStack()
        try checkFiles()
        if case let error = cp_try_reserving(memory), error != 0 {
            throw Self.refusal(
                "\(memory >> 20) MiB of memory cannot be reserved: \(Errno(rawValue: error).explained)",
                remedy: "Raise the limit: ulimit -v unlimited; ulimit -d unlimited")
        }
        if case let error = cp_try_threads(threads), error != 0 {
            throw Self.refusal(
                "\(threads) threads cannot be started: \(Errno(rawValue: error).explained)",
                remedy: "Raise the limit on processes (ulimit -u, or the cgroup's pids.max), or on memory (ulimit -v)")
        }
    }

    /// Reports of 100 KiB end in 160 to 192 KiB of stack; threads have as much as the first.
    private static let stack: rlim_t = 512 << 10

    /// What every command needs.
    /// - Throws: `Failure` where stacks are too small.
    package static func checkStack() throws {
        var limit = rlimit()
        let resource = __rlimit_resource_t(RLIMIT_STACK.rawValue)
        guard getrlimit(resource, &limit) == 0, limit.rlim_cur < stack else { return }
        throw refusal(
            "a stack may have \(limit.rlim_cur >> 10) KiB, and \(stack >> 10) KiB are needed",
            remedy: "Raise the limit: ulimit -s 8192")
    }

    private func checkFiles() throws {
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        var limit = rlimit()
        guard getrlimit(resource, &limit) == 0, limit.rlim_cur < files else { return }
        limit.rlim_cur = min(files, limit.rlim_max)
        guard setrlimit(resource, &limit) == 0, limit.rlim_cur >= files else {
            throw Self.refusal(
                "only \(limit.rlim_max) files may be open at once, and \(files) are needed",
                remedy: "Raise the limit: ulimit -n \(files)")
        }
    }

    private static func refusal(_ cause: String, remedy: String) -> Failure {
        Failure(.unavailable, cannot: "run", because: cause, remedy: remedy)
    }
}
