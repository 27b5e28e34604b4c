import SystemPackage
import Testing
import TestSupport

#if canImport(Glibc)
    import Glibc
#endif

/// What the report finds on this machine when something is made bad on purpose. The absence of a finding is tested in
/// guests: what else runs here is not ours.
@Suite(.serialized) struct FindingProgramTests {
    private static let cpus = sysconf(Int32(_SC_NPROCESSORS_ONLN))

    /// Runs a script in which `$measure` writes a report with the options, `$1` is the first CPU that may be used and
    /// `$2` the second, or the first again.
    /// - Returns: the report.
    private func report(_ script: String, skipping skipped: String) async throws -> String {
        let folder = try TemporaryFolder()
        let setup = """
            set -- $(for cpu in $(seq 0 1023); do taskset -c $cpu true 2>&- && echo $cpu; done | head -2)
            set -- $1 ${2:-$1}
            measure="$PROBE all --quick --time-budget 2s --array-size 8MiB --skip $SKIPPED --output $FOLDER"
            """
        let run = try await Command.run(
            "bash", ["-c", "\(setup)\n\(script)"],
            environment: [
                "PROBE": Repository.programs.appending("probe").string, "SKIPPED": skipped,
                "FOLDER": folder.path.string,
            ])
        #expect(run.code == 0, "\(run.errors)")
        return try TextFile.read(folder.path.appending("report.md"))
    }

    /// One of two CPUs is busy, which is more than the quarter from which on it is told.
    @Test func aHogOnOneCoreIsFound() async throws {
        let report = try await report(
            """
            timeout 60 taskset -c $1 sh -c 'while :; do :; done' & hog=$!
            trap 'kill $hog' EXIT
            sleep 0.5; taskset -c $1,$2 $measure
            """, skipping: "latency,flops,smt,scaling,inference,storage,engine")
        #expect(report.contains(". Other work takes a part of the machine: "))
        #expect(report.contains(#/Other work kept [0-9.]+ CPUs busy just before the run\./#))
        #expect(report.contains("\nps -eo pcpu,pid,comm --sort=-pcpu | head\n"))
    }

    @Test(.enabled(if: cpus > 1, "no part of one CPU can be used"))
    func aPartOfTheMachineIsFound() async throws {
        let report = try await report(
            "taskset -c $1 $measure", skipping: "bandwidth,latency,flops,smt,scaling,inference,storage,engine")
        #expect(report.contains(". Only a part of the machine may be used: cost not known\n"))
        #expect(report.contains("This process may use 1 of \(Self.cpus) logical CPUs"))
    }
}
