#if canImport(Glibc)
    import Glibc
#endif

/// The time that this thread computes, which other work on the machine does not lengthen by what it takes.
package func processorTime(of work: () throws -> Void) rethrows -> Duration {
    func now() -> Duration {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }
    let before = now()
    try work()
    return now() - before
}
