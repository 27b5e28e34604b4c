import Records
import Statistics
import SystemPackage
import Testing
import TestSupport

#if canImport(Glibc)
    import Glibc
#endif

/// Limits of this machine's own kernel, set for one program.
@Suite struct LimitTests {
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

    /// Version 1, where this machine has it and lets its groups be made.
    @Test(.enabled(if: Self.quotaObstacle == nil, "\(Self.quotaObstacle ?? "")"))
    func aQuotaOfVersion1MakesFiguresInvalid() async throws {
        let group = "/sys/fs/cgroup/cpu/probe-test-quota"
        let run = try await shell(
            """
            mkdir -p \(group) && echo 100000 > \(group)/cpu.cfs_period_us && echo 20000 > \(group)/cpu.cfs_quota_us
            echo $$ > \(group)/cgroup.procs
            """, "probe-bandwidth",
            Self.quick + ["--kernels", "read", "--studies", "loops", "--array-size", "16MiB"])
        _ = try await Command.run("rmdir", [group])
        #expect(run.code == 1, "\(run.errors)")
        #expect(run.errors.contains("figures are invalid: a CPU quota of 0.2 CPUs stopped"), "\(run.errors)")
        let record = try bandwidth(run)
        let loop = try #require(record.measurements.compactMap(BandwidthCell.init).of(study: "loops").first)
        #expect(loop.measurement.invalid?.contains("of its periods") == true)
        #expect(loop.summary?.flags.contains(.invalid) == true)
        let noise = loop.measurement.samples.compactMap(\.noise)
        #expect(noise.contains { $0.throttledPeriods > 0 && $0.throttledSeconds > 0.01 && $0.quotaCPUs == 0.2 })
    }

    private static let quotaObstacle: String? =
        TextFile.exists("/sys/fs/cgroup/cpu/cpu.cfs_quota_us") || TextFile.exists("/sys/fs/cgroup/cpu/cgroup.procs")
        ? access("/sys/fs/cgroup/cpu/cgroup.procs", W_OK) == 0 ? nil : "its groups of version 1 may not be changed"
        : "this machine has no CPU groups of version 1; those of version 2 are tested in a guest"

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
