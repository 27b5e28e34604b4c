import CPlatform
import Records
import SystemPackage

/// Threads pinned one to a CPU, which start a piece of work together and sleep between pieces.
package final class ThreadTeam {
    /// The CPU of each thread.
    package let cpus: [Int]
    private let team: OpaquePointer
    private var intervals: [cp_interval]
    /// Time that the threads have been ready to run without a CPU during runs so far, in seconds, summed over threads.
    package private(set) var waitSeconds = 0.0
    /// CPUs whose threads were found elsewhere, or not held to them, after any run since this was emptied. Each goes
    /// back to its CPU with the next run, if it may.
    var lostCPUs: Set<Int> = []

    /// A thread whose CPU was taken away meanwhile runs where it may.
    /// - Throws: `Failure` where a thread cannot be started, or no thread may be pinned.
    package init(cpus: [Int]) throws {
        precondition(!cpus.isEmpty)
        var failure = cp_team_failure()
        guard let team = cp_team_create(cpus.map(Int32.init), Int32(cpus.count), &failure) else {
            throw Self.explain(failure, cpus)
        }
        self.team = team
        self.cpus = cpus
        intervals = [cp_interval](repeating: cp_interval(), count: cpus.count)
    }

    deinit { cp_team_destroy(team) }

    private static func explain(_ failure: cp_team_failure, _ cpus: [Int]) -> Failure {
        let error = Errno(rawValue: failure.error)
        if failure.step == CP_TEAM_START {
            return Failure(
                .unavailable, cannot: "start thread \(failure.thread + 1) of \(cpus.count)", because: error.explained,
                remedy: "Raise the limit on processes (ulimit -u, or the cgroup's pids.max), or use fewer --threads")
        }
        return Failure(
            [.notPermitted, .permissionDenied, .noFunction].contains(error) ? .noPermission : .unavailable,
            cannot: "pin a thread to CPU \(cpus[Int(failure.thread)])", because: error.explained,
            remedy: "A cpuset that changed or a container's seccomp filter forbids sched_setaffinity; start the "
                + "container with --cap-add SYS_NICE, or without the filter")
    }

    /// Has every thread on its own CPU; whoever was moved goes back. Before each turn of a measurement; what only
    /// prepares one, such as filling memory, may run elsewhere.
    /// - Throws: `Failure` with what was taken away where a thread may not go back.
    package func takePlaces() throws {
        // The first run finds who was moved since the last one; before the second they go back.
        for _ in 0..<2 {
            lostCPUs = []
            run { _ in }
            if lostCPUs.isEmpty { return }
        }
        let taken = TakenAway(cpus: IDSet(lostCPUs), online: Allowance.online(.live), allowed: nil)
        let what = taken.cpus.count == 1 ? "a thread to CPU" : "threads to CPUs"
        throw Failure(takenAway: taken, cannot: "pin \(what) \(taken.cpus)")
    }

    /// Runs the body once on every thread, with the thread's number, and waits for all.
    /// - Returns: the time from the first thread's start to the last one's end, in seconds.
    @discardableResult
    package func run(_ body: @Sendable (Int) -> Void) -> Double {
        typealias Body = @Sendable (Int) -> Void
        withoutActuallyEscaping(body) { escaping in
            var work: Body = escaping
            withUnsafeMutablePointer(to: &work) { pointer in
                cp_team_run(team, { $0?.assumingMemoryBound(to: Body.self).pointee(Int($1)) }, pointer, &intervals)
            }
        }
        waitSeconds += intervals.reduce(0) { $0 + Double($1.waited) } / 1e9
        for (cpu, interval) in zip(cpus, intervals) where interval.strayed { lostCPUs.insert(cpu) }
        let start = intervals.map(\.start).min() ?? 0
        let end = intervals.map(\.end).max() ?? 0
        return Double(end - start) / 1e9
    }
}
