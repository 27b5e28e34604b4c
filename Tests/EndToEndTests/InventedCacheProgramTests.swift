import Records
import Statistics
import SystemPackage
import Testing
import TestSupport

/// This machine as its kernel might tell it wrongly: its own files, gathered, with another last-level cache.
@Suite(.serialized) struct InventedCacheProgramTests {
    /// What the files tell of the last-level cache.
    enum Lie: String, CaseIterable {
        case zero, absent, huge, unshared

        /// A shell's lines that change the folder $cache of CPU $cpu.
        var script: String {
            switch self {
            case .zero: "echo 0K > $cache/size"
            case .absent: "rm -r $cache"
            case .huge: "echo 1048576K > $cache/size"
            case .unshared: "echo $cpu > $cache/shared_cpu_list; printf '%x' $((1 << cpu)) > $cache/shared_cpu_map"
            }
        }
    }

    /// Binding stays real: the folder's files are read, and the machine is this one.
    private func record(_ lie: Lie) async throws -> Record<BandwidthDetails> {
        let folder = try TemporaryFolder()
        let root = folder.path.appending("here")
        let made = try await Command.run(
            "bash",
            [
                "-c",
                """
                set -e; hwloc-gather-topology here > log 2>&1; tar xjf here.tar.bz2; cd here/sys/devices/system/cpu
                for folder in cpu[0-9]*; do
                  cpu=${folder#cpu}; cache=$(ls -d $folder/cache/index* | tail -1); \(lie.script)
                done
                """,
            ], folder: folder.path)
        try #require(made.code == 0, "hwloc-gather-topology: \(made.errors)")
        let run = try await Command.probe(
            "probe-bandwidth",
            ["--quick", "--time-budget", "5s", "--kernels", "read", "--studies", "levels,loops", "--format", "json"],
            environment: [
                "HWLOC_FSROOT": root.string, "HWLOC_COMPONENTS": "linux,stop", "HWLOC_THISSYSTEM": "1",
            ])
        try #require(run.code == 0, "\(lie): \(run.errors)")
        // A slow machine fills what was planned for a fast one; arrays without end would take the day.
        #expect(run.duration < .seconds(300))
        let result = try RecordCoding.result(from: Array(run.output.utf8), source: "\(lie)")
        return try #require(try result.record("bandwidth", details: BandwidthDetails.self))
    }

    private func hasFigure(_ record: Record<BandwidthDetails>) -> Bool {
        record.measurements.compactMap(BandwidthCell.init).contains { $0.summary != nil }
    }

    /// A step of the curve that no told cache explains, where the machine is quiet enough to show one.
    @Test(arguments: [Lie.zero, .absent])
    func withoutACacheTheCurveDecides(lie: Lie) async throws {
        func isTold(_ record: Record<BandwidthDetails>) -> Bool {
            record.caveats.contains { if case .cacheSizeDiffers(_, nil, nil, _) = $0.kind { true } else { false } }
        }
        let record = try await attempts(until: isTold) { try await self.record(lie) }
        #expect(hasFigure(record) && record.details.levels?.contains { $0.level == "l3" } != true)
        #expect(isTold(record), "\(record.caveats.map(\.text))")
    }

    /// Four times it would be gigabytes to fill: the time limits that, and says so.
    @Test func aHugeCacheTakesNoEndlessArrays() async throws {
        let record = try await record(.huge)
        #expect(record.details.placements.allSatisfy { $0.arrayBytes < 4 << 30 && $0.cacheBytes ?? 0 >= 1 << 30 })
        #expect(
            record.caveats.contains {
                if case .arraysLimited = $0.kind { $0.text.contains("so they may serve part") } else { false }
            }, "\(record.caveats.map(\.text))")
    }

    /// One cache for each CPU instead of one for all: arrays are sized by the sum, so that they are never too small.
    @Test func wrongSharingMakesArraysNoSmaller() async throws {
        let honest = try await Command.probe("probe-topology", ["--format", "json"])
        let machine = try RecordCoding.result(from: Array(honest.output.utf8), source: "topology")
        let caches = try #require(try machine.record("topology", details: TopologyDetails.self)).details.caches
        let told = caches.filter { $0.level == 3 }.map(\.size).reduce(0, +)
        let record = try await record(.unshared)
        #expect(hasFigure(record))
        #expect(record.details.placements.allSatisfy { ($0.cacheBytes ?? 0) >= told })
    }
}
