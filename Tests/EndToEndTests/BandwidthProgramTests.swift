import SystemPackage
import Statistics
import Records
import Testing
import TestSupport

/// The real program on this machine, with small arrays: what it prints, not how fast it is.
@Suite(.serialized) struct BandwidthProgramTests {
    private func bandwidth(_ arguments: [String]) async throws -> Finished {
        try await Command.probe("probe", ["bandwidth", "--array-size", "4MiB", "--time-budget", "2s"] + arguments)
    }

    @Test func csvHasAllColumnsAndNothingElse() async throws {
        let run = try await bandwidth(["--format", "csv"])
        #expect(run.code == 0, "\(run.errors)")
        let rows = run.output.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
        let columns = "kernel,stores,isa,threads,cpu_node,memory_node,gb_s_median,gb_s_best,gb_s_low,gb_s_high,samples"
        #expect(run.output.hasPrefix(columns))
        #expect(rows.allSatisfy { $0.count == rows[0].count })
        for row in rows.dropFirst() where row[10] != "0" {
            let figures = row[6...9].compactMap { Double($0) }
            let (median, best, low, high) = (figures[0], figures[1], figures[2], figures[3])
            #expect(low <= median && median <= high && median <= best && low > 0.1)
            #expect((row[0] == "read") == (row[1] == "none"))
        }
        #expect(Set(rows.dropFirst().map { "\($0[0]) \($0[1])" }).count == 9)
        #expect(run.errors.hasPrefix("0 %, about 2 s left: read on node"), "plain lines where there is no terminal")
    }

    @Test func onlyWhatWasAskedIsMeasured() async throws {
        let run = try await bandwidth([
            "--kernels", "read,triad", "--stores", "nontemporal", "--isa", "scalar", "--threads", "1", "--format",
            "csv",
        ])
        let cells = run.output.split(separator: "\n").dropFirst().map {
            $0.split(separator: ",").prefix(4).joined(separator: " ")
        }
        #expect(Set(cells) == ["read none scalar 1", "triad nontemporal scalar 1"])
    }

    @Test func jsonKeepsSamplesAndTheProofOfPlacement() async throws {
        let run = try await bandwidth(["--format", "json", "--kernels", "triad", "--seed", "5"])
        let result = try RecordCoding.result(from: Array(run.output.utf8), source: "standard output")
        let record = try #require(try result.record("bandwidth", details: BandwidthDetails.self))
        #expect(record.details.seed == 5)
        for measurement in record.measurements {
            #expect(measurement.samples.count == measurement.summary?.count)
            #expect(measurement.samples.allSatisfy { $0.seconds > 0 && $0.value > 0 })
        }
        for placement in record.details.placements where placement.pagesAsked > 0 {
            #expect(placement.pagesOnNode == placement.pagesAsked)
            #expect(placement.pagesOnNode * 4096 >= 3 * placement.arrayBytes)
        }
        #expect(!record.details.placements.isEmpty)
    }

    @Test func smallArraysAreACaveat() async throws {
        let run = try await bandwidth(["--kernels", "read"])
        #expect(run.output.contains("limited by --array-size"))
    }

    /// Each names what was asked.
    @Test(arguments: [
        (["--nodes", "7777"], Int32(69), "node 7777"), (["--threads", "100000"], 69, "100000 threads on node"),
        (["--array-size", "900TB"], 69, "TiB on node"), (["--isa", "neon,avx2"], 69, "neon"),
        (["--isa", "mmx"], 64, "mmx"), (["--kernels", "quadruple"], 64, "quadruple"),
        (["--stores", "soft"], 64, "soft"),
        (["--wrong"], 64, "--wrong"), (["--threads", "0"], 64, "--threads 0"), (["--format", "xml"], 64, "xml"),
        (["--nodes", "one"], 64, "one"), (["--array-size", "huge"], 64, "huge"),
        (["--time-budget", "later"], 64, "later"),
    ])
    func badInputIsNamedWithItsExitCode(arguments: [String], code: Int32, named: String) async throws {
        #if arch(arm64)
            if arguments.contains("neon,avx2") { return }
        #endif
        let run = try await Command.probe("probe-bandwidth", arguments)
        #expect(run.code == code, "\(run.errors)")
        #expect(run.errors.contains(named), "\(run.errors)")
        #expect(run.output.isEmpty)
    }

    @Test func limitedAddressSpaceIsARefusalOrSmallerArraysAndNeverACrash() async throws {
        let program = Repository.programs.appending("probe-bandwidth").string
        let run = try await Command.run(
            "bash", ["-c", "ulimit -v 3000000; exec \(program) --quick --kernels read --time-budget 1s"])
        #expect([0, 69].contains(run.code), "\(run.code) \(run.errors)")
    }

    @Test func aFullDiskIsAnErrorAndNotSilence() async throws {
        let program = Repository.programs.appending("probe-bandwidth").string
        let run = try await Command.run(
            "bash", ["-c", "\(program) --kernels read --array-size 1MiB --time-budget 1s --format json > /dev/full"])
        #expect(run.code == 74)
        #expect(run.errors.contains("ENOSPC"))
    }
}
