import Quantities
import Records
import Synchronization

extension Checkup {
    /// What other work, other guests and quotas take, in a second in which this process first sleeps and then spins.
    /// - Parameter team: one thread for each CPU that may be used; nil where there is none.
    func activity(_ team: ThreadTeam?) -> [Diagnosis] {
        let limits = CgroupLimits(files: files)
        let before = (steal: Activity.stealSeconds(files), throttled: limits.throttling().throttledPeriods)
        let began = MonotonicClock.nanoseconds
        let busy = Activity.busyCPUs(seconds: 0.4, files: files)
        let waits = team.map { Self.waits($0, seconds: 0.5) }
        let seconds = Double(MonotonicClock.nanoseconds - began) / 1e9
        var diagnoses = [load(busy), steal(Activity.stealSeconds(files) - before.steal, seconds: seconds)]
        let throttled = limits.throttling().throttledPeriods - before.throttled
        if throttled > 0 {
            // Threads that it stops wait as well: that has this one cause.
            diagnoses.append(
                Diagnosis(
                    "throttling", .bad, "Tried: the quota stopped threads in \(throttled) periods",
                    effect: "Rates are too low, and marked invalid", remedy: "Run without the quota"))
        } else if let waits, let team {
            diagnoses.append(Self.waiting(zip(team.cpus, waits).map { ($0, $1) }))
        }
        return diagnoses
    }

    /// Counted of all CPUs, also those that this process may not use.
    private func load(_ busy: Double?) -> Diagnosis {
        guard let busy else {
            return Diagnosis(
                "load", .unknown, "How busy the machine is, is not told (no /proc/stat)",
                effect: "Other work would disturb figures unseen", remedy: "Mount /proc")
        }
        var now = environment
        now.busyCPUs = busy
        let caveats = now.caveats(cpus: cpus.count)
        if caveats.contains(where: { if case .busyMachine = $0.kind { true } else { false } }) {
            return Diagnosis(
                "load", .bad,
                "Other work keeps \(busy.fixed(1)) CPUs busy" + (cpus.isEmpty ? "" : ", of \(cpus.count) to use here"),
                effect: "It takes its part of every figure", remedy: "Stop it: top shows it")
        }
        // What a quiet machine's own housekeeping takes.
        let isQuiet = busy < 0.1
        return Diagnosis(
            "load", isQuiet ? .ok : .note, "Other work keeps \(busy.fixed(2)) CPUs busy",
            effect: isQuiet ? "" : "Single samples will be disturbed, and marked",
            remedy: isQuiet ? "" : "Stop it: top shows it")
    }

    private func steal(_ stolen: Double, seconds: Double) -> Diagnosis {
        guard files.text("proc/stat") != nil else {
            return Diagnosis(
                "steal", .unknown, "Time taken by other guests is not told (no /proc/stat)",
                effect: "Other guests would disturb figures unseen", remedy: "Mount /proc")
        }
        let share = stolen / (seconds * Double(max(1, cpus.count)))
        let percent = "\((share * 100).fixed(1)) % of the CPUs' time"
        guard share > Self.tolerated else { return Diagnosis("steal", .ok, "Other guests took \(percent)") }
        return Diagnosis(
            "steal", .bad, "Other guests took \(percent) (steal)", effect: "Rates are too low, and vary",
            remedy: "Measure at another hour, or on a host of its own")
    }

    /// The share of a sample above which it is marked as disturbed.
    private static let tolerated = 0.01

    private static func waiting(_ waits: [(cpu: Int, share: Double?)]) -> Diagnosis {
        let known = waits.compactMap { wait in wait.share.map { (cpu: wait.cpu, share: $0) } }
        guard let worst = known.max(by: { $0.share < $1.share }) else {
            return Diagnosis(
                "waiting", .unknown, "How long threads wait for a CPU is not told (no /proc/thread-self/schedstat)",
                effect: "Other work would disturb figures unseen", remedy: "Mount /proc")
        }
        let percent = "\((worst.share * 100).fixed(1)) %"
        guard worst.share > tolerated else {
            return Diagnosis(
                "waiting", .ok, "Tried: spinning on every CPU, no thread waited over \(percent) of the time")
        }
        let others = IDSet(known.filter { $0.share > tolerated }.map(\.cpu))
        return Diagnosis(
            "waiting", worst.share > 5 * tolerated ? .bad : .note,
            "A spinning thread waited \(percent) of the time for CPU \(worst.cpu)"
                + (others.count > 1 ? "; over 1 % of it on CPUs \(others)" : ""),
            effect: "Samples taken there are marked as disturbed, and too low",
            remedy: "Stop the work that is bound there, or leave these CPUs out with taskset")
    }

    /// The share of the time that each thread was ready to run without a CPU; nil where the kernel does not count it.
    private static func waits(_ team: ThreadTeam, seconds: Double) -> [Double?] {
        let waits = Mutex([Double?](repeating: nil, count: team.cpus.count))
        team.run { thread in
            let began = MonotonicClock.nanoseconds
            let before = waited()
            while Double(MonotonicClock.nanoseconds - began) < seconds * 1e9 {}
            guard let before, let after = waited() else { return }
            let share = (after - before) / Double(MonotonicClock.nanoseconds - began)
            waits.withLock { $0[thread] = share }
        }
        return waits.withLock(\.self)
    }

    /// Nanoseconds that the calling thread has ever waited.
    private static func waited() -> Double? {
        let words = SystemFiles.live.text("proc/thread-self/schedstat")?.split(separator: " ") ?? []
        return words.count > 1 ? Double(words[1]) : nil
    }
}
