import Records
import Statistics
import SystemPackage
import Testing
import TestSupport

#if canImport(Glibc)
    import Glibc
#endif

/// Limits of this machine's own kernel, set for one program.
@Suite(.serialized) struct LimitProgramTests {
    private static let quick = ["--quick", "--time-budget", "2s", "--format", "json"]

    private func bandwidth(_ run: Finished) throws -> Record<BandwidthDetails> {
        let result = try RecordCoding.result(from: Array(run.output.utf8), source: "probe-bandwidth: \(run.errors)")
        return try #require(try result.record("bandwidth", details: BandwidthDetails.self))
    }

    private func shell(_ script: String, _ probe: String, _ arguments: [String]) async throws -> Finished {
        try await Command.run(
            "sh", ["-c", "\(script); exec \"$@\"", "sh", Repository.programs.appending(probe).string] + arguments)
    }

    @Test func arraysFitIntoTheDataLimit() async throws {
        let run = try await shell(
            "ulimit -d 200000", "probe-bandwidth", Self.quick + ["--kernels", "read", "--studies", "loops"])
        #expect(run.code == 0, "\(run.errors)")
        let record = try bandwidth(run)
        #expect(record.details.placements.allSatisfy { 3 * $0.arrayBytes < 200_000 << 10 })
        #expect(record.measurements.contains { $0.summary != nil })
        let refused = try await shell("ulimit -d 70000", "probe-bandwidth", Self.quick)
        #expect(refused.code == 69 && refused.output.isEmpty)
        #expect(refused.errors.contains("left of the data limit (ulimit -d)"), "\(refused.errors)")
    }

    /// The kernel would end it in the middle, without a word.
    @Test(arguments: ["-S -t 1", "-t 1"]) func aLimitOnCPUTimeIsNamedAtOnce(limit: String) async throws {
        for probe in ["bandwidth", "latency", "flops", "scaling", "inference"] {
            let run = try await shell(
                "ulimit \(limit)", "probe-\(probe)", ["--quick", "--time-budget", "4s", "--array-size", "4MiB"])
            #expect(run.code == 69 && run.output.isEmpty, "\(probe): \(run.code)")
            #expect(run.errors.contains("ulimit -t"), "\(probe): \(run.errors)")
        }
        let enough = try await shell(
            "ulimit -t 9", "probe-flops", ["--quick", "--threads", "1", "--time-budget", "500ms"])
        #expect(enough.code == 0, "\(enough.errors)")
    }

    private static let outer = "/sys/fs/cgroup/cpu/probe-test-quota"
    private static let group = outer + "/inner"

    /// Runs in a group with a tenth of a CPU's time, after more of the shell.
    ///
    /// A sample must need more time than a period grants, or it may end before the kernel stops it. On CPUs so busy
    /// that it does not even get that there is nothing to tell, and it is tried again.
    private func underQuota(_ script: String = "true") async throws -> Finished {
        try await attempts(until: { $0.errors.contains("figures are invalid: a CPU quota") }) {
            let options = ["--kernels", "read", "--studies", "loops", "--array-size", "128MiB"]
            let run = try await shell("\(Self.limiting); \(script)", "probe-bandwidth", Self.quick + options)
            _ = try await Command.run("rmdir", [Self.group, Self.outer])
            return run
        }
    }

    private static let limiting = """
        set -e; mkdir -p \(group)
        echo 100000 > \(group)/cpu.cfs_period_us; echo 10000 > \(group)/cpu.cfs_quota_us
        echo $$ > \(group)/cgroup.procs
        """

    /// Whether the kernel stops a program in such a group, by its own count, is found out by doing so.
    private func needsQuotas() async throws {
        let trial = try await shell(
            "\(Self.limiting); timeout 1 sh -c 'while :; do :; done' || true; cat \(Self.group)/cpu.stat; true",
            "probe",
            ["--version"])
        _ = try await Command.run("rmdir", [Self.group, Self.outer])
        let stops = trial.output.firstMatch(of: #/nr_throttled ([1-9])/#) != nil
        if !stops { try Test.cancel("no quota of version 1 can be set here: \(trial.errors)\(trial.output)") }
    }

    /// Version 1, where this machine has it and lets its groups be made.
    @Test func aQuotaOfVersion1MakesFiguresInvalid() async throws {
        try await needsQuotas()
        let run = try await underQuota()
        #expect(run.code == 1, "\(run.errors)")
        #expect(run.errors.contains("figures are invalid: a CPU quota of 0.1 CPUs stopped"), "\(run.errors)")
        let record = try bandwidth(run)
        let loop = try #require(record.measurements.compactMap(BandwidthCell.init).of(study: "loops").first)
        #expect(loop.measurement.invalid?.contains("of its periods") == true)
        #expect(loop.summary?.flags.contains(.invalid) == true)
        let noise = loop.measurement.samples.compactMap(\.noise)
        #expect(noise.contains { $0.throttledPeriods > 0 && $0.throttledSeconds > 0.01 && $0.quotaCPUs == 0.1 })
    }

    /// As in containers of version 1: the mount begins at a group of the host, of which the path tells more, or at one
    /// above the process's namespace, which the path does not tell.
    @Test(arguments: ["unshare -m sh -c 'mount --bind \(outer) /sys/fs/cgroup/cpu && exec \"$@\"' sh", "unshare -C -m"])
    func aQuotaIsFoundWhereTheMountShowsOtherGroups(around: String) async throws {
        try await needsQuotas()
        let run = try await underQuota("exec \(around) \"$@\"")
        #expect(run.code == 1, "\(run.errors)")
        #expect(run.errors.contains("figures are invalid: a CPU quota of 0.1 CPUs stopped"), "\(run.errors)")
    }

    /// Neither /sys nor /proc: what needs no memory is measured, and what needs some says why it is not.
    @Test func withoutAnyTellingOfMemoryThatIsTheReason() async throws {
        let hidden = "mount -t tmpfs none /sys && mount -t tmpfs none /proc && exec \"$@\""
        func run(_ probe: String, _ arguments: [String]) async throws -> Finished {
            try await Command.run(
                "unshare",
                ["-rm", "sh", "-c", hidden, "sh", Repository.programs.appending(probe).string] + arguments)
        }
        let trial = try await Command.run("unshare", ["-rm", "sh", "-c", "mount -t tmpfs none /proc"])
        guard trial.code == 0 else { return }
        let memory = try await run("probe-bandwidth", Self.quick)
        #expect(memory.code == 69 && memory.output.isEmpty)
        #expect(memory.errors.contains("the system does not tell how much memory there is"), "\(memory.errors)")
        let peaks = try await run("probe-flops", Self.quick)
        #expect(peaks.code == 0, "\(peaks.errors)")
    }
}
