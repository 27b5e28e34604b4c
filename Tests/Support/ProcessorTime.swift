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

extension Command {
    /// The processor time of a program, and of all that it starts, in so many runs after each other.
    package static func processorTime(_ program: String, _ arguments: [String] = [], runs: Int = 1) async throws
        -> Duration
    {
        let script = "TIMEFORMAT='%3U %3S'; time for ((i = 0; i < $0; i++)); do \"$@\" > /dev/null || exit; done"
        let run = try await run("bash", ["-c", script, "\(runs)", program] + arguments)
        let times = run.errors.split(whereSeparator: \.isWhitespace).suffix(2).compactMap { Double($0) }
        guard run.code == 0, times.count == 2 else { throw Untimed(program: program, run: run) }
        return .seconds(times[0] + times[1])
    }

    /// A program that failed, of which no time is told.
    private struct Untimed: Error {
        let program: String
        let run: Finished
    }
}

/// How many times as long as a reference some work takes: the same on a slow CPU and on a fast one, as seconds are not.
///
/// They take turns, and each counts with its shortest time, as what else the machine does only adds. After three turns
/// it is enough that the answer is below the limit, and after nine it is what it is.
package func timesAsLong(
    limit: Double, as reference: () async throws -> Duration, _ work: () async throws -> Duration
) async rethrows -> Double {
    var times: (work: Duration, reference: Duration) = (try await work(), try await reference())
    for turn in 2...9 where turn <= 3 || times.work / times.reference >= limit {
        times.work = min(times.work, try await work())
        times.reference = min(times.reference, try await reference())
    }
    return times.work / times.reference
}
