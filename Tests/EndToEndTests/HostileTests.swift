import Records
import SystemPackage
import Testing
import TestSupport

/// What the world does to a program that it must survive, or refuse with a reason.
@Suite(.serialized) struct HostileTests {
    private let bandwidth = Repository.programs.appending("probe-bandwidth").string
    private let driver = Repository.programs.appending("probe").string

    private func shell(_ script: String) async throws -> Finished { try await Command.run("bash", ["-c", script]) }

    @Test func aReaderThatGoesAwayLosesNothing() async throws {
        let folder = try TemporaryFolder()
        let output = folder.path.appending("out")
        let run = try await shell(
            "'\(driver)' all --quick --time-budget 3s --array-size 4MiB --output '\(output)' 2>&1 >/dev/null | head -1")
        #expect(run.code == 0)
        // head is gone after one line; the driver goes on.
        for _ in 0..<1200 where !TextFile.exists(output.appending("result.json")) {
            try await Task.sleep(for: .milliseconds(100))
        }
        #expect(TextFile.exists(output.appending("result.json")))
    }

    @Test func anIgnoredHangupStaysIgnored() async throws {
        let run = try await shell(
            "trap '' HUP; '\(bandwidth)' --kernels read --array-size 4MiB --time-budget 3s --format csv & "
                + "sleep 0.7; kill -HUP $!; wait $!")
        #expect(run.code == 0, "\(run.errors)")
    }

    @Test func tooFewOpenFilesAreToldAndNotACrash() async throws {
        let folder = try TemporaryFolder()
        let run = try await shell("ulimit -n 12; '\(driver)' all --quick --output '\(folder.path)'")
        #expect(run.code == 69)
        #expect(run.errors.contains("ulimit -n"))
    }

    @Test func deniedCallsAreToldAndNeverHang() async throws {
        let folder = try TemporaryFolder()
        let source = Repository.root.appending("Tests/GuestTests/Guest/denysys.c").string
        let deny = folder.path.appending("denysys").string
        let built = try await Command.run("gcc", ["-O1", "-o", deny, source])
        try #require(built.code == 0, "\(built.errors)")
        let asked = try await Command.run("timeout", ["120", deny, "sched_getaffinity", bandwidth, "--quick"])
        #expect(asked.code == 77)
        #expect(asked.errors.contains("sched_getaffinity"))
        let pinned = try await Command.run("timeout", ["120", deny, "sched_setaffinity", bandwidth, "--quick"])
        #expect(pinned.code == 77)
        #expect(pinned.errors.contains("pin a thread to CPU"))
    }

    @Test(arguments: [
        ["--time-budget", "99999999999999999999s"], ["--time-budget", "8d"],
        ["--kernels", "triad", "--stores", "none"],
    ])
    func impossibleWishesAreUsageErrors(arguments: [String]) async throws {
        let run = try await Command.probe("probe-bandwidth", arguments)
        #expect(run.code == 64, "\(run.errors)")
        #expect(run.output.isEmpty)
    }

    @Test(arguments: ["node:2(memory=18446744073709551615) pu:1", "node:2(memory=9223372036854775807) pu:1"])
    func impossibleMemoryIsBadData(topology: String) async throws {
        let run = try await Command.probe("probe-topology", ["--topology", topology])
        #expect(run.code == 65, "\(run.errors)")
    }

    /// Some twenty times as long as one core, which takes as long as the program's start.
    @Test func thousandsOfCoresAreDescribedQuickly() async throws {
        func describe(_ machine: String) async throws -> Duration {
            try await Command.processorTime(
                Repository.programs.appending("probe-topology").string, ["--topology", machine, "--format", "csv"])
        }
        let times = try await timesAsLong(limit: 100, as: { try await describe("pu:1") }) {
            try await describe("node:4 core:512 pu:2")
        }
        #expect(times < 100)
    }
}
