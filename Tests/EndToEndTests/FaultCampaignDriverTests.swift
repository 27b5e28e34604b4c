import SystemPackage
import Testing
import TestSupport

/// The campaign of `make faults`, with a few of its faults.
@Suite struct FaultCampaignDriverTests {
    private static let script = Repository.root.appending("scripts/fault-campaign").string

    private func campaign(_ kinds: [String], programs: String = Repository.programs.string) async throws -> Finished {
        try await Command.run(
            Self.script,
            environment: [
                "FAULTS": "\(kinds.count)", "KINDS": kinds.joined(separator: ","), "SEED": "8", "PROGRAMS": programs,
            ])
    }

    @Test func nothingIsLostOrLeftBehind() async throws {
        let kinds = ["kill_child", "kill_driver", "signal_driver", "fill_disk", "truncate_record", "garbage"]
        let run = try await campaign(kinds)
        #expect(run.code == 0, "\(run.output)\(run.errors)")
        #expect(run.output.contains("6 runs with seed 8: 0 with something lost"), "\(run.output)\(run.errors)")
        #expect(run.output.contains("| kill driver | 1 |"), "\(run.output)")
    }

    /// The campaign itself must notice: this driver's exit code never tells that something failed.
    @Test func aDriverThatSaysAllIsWellIsFoundOut() async throws {
        let folder = try TemporaryFolder()
        let linked = try await Command.run(
            "bash", ["-c", "ln -s '\(Repository.programs)'/probe-* . && cp '\(Repository.programs)/probe' real"],
            folder: folder.path)
        try #require(linked.code == 0)
        try folder.write(
            """
            #!/bin/bash
            here=$(dirname "$0"); cp '\(folder.path)/real' "$here/zprobe"
            "$here/zprobe" "$@"
            exit 0

            """,
            to: "probe")
        let run = try await campaign(["truncate_record"], programs: folder.path.string)
        #expect(run.code == 1)
        #expect(run.errors.contains("exit code 0, and not all succeeded"), "\(run.output)\(run.errors)")
    }
}
