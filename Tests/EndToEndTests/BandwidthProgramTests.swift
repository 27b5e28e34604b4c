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
        let study = try #require(rows[0].firstIndex(of: "study"))
        #expect(
            Set(rows.dropFirst().map { $0[study] }).isSuperset(of: ["loops", "shapes", "scaling", "levels", "pages"]))
        #expect(Set(rows.dropFirst().filter { $0[study] == "loops" }.map { "\($0[0]) \($0[1])" }).count == 9)
        let errors = run.errors.split(separator: "\n")
        #expect(errors.first?.hasPrefix("plan: ") == true && errors.first?.hasSuffix("at most 2 s") == true)
        #expect(errors.dropFirst().first?.contains(" left: read in ") == true, "plain lines where there is no terminal")
    }

    @Test func onlyWhatWasAskedIsMeasured() async throws {
        let run = try await bandwidth([
            "--kernels", "read,triad", "--stores", "nontemporal", "--isa", "scalar", "--threads", "1", "--format",
            "csv", "--studies", "loops",
        ])
        let cells = run.output.split(separator: "\n").dropFirst().map {
            $0.split(separator: ",").prefix(4).joined(separator: " ")
        }
        #expect(Set(cells) == ["read none scalar 1", "triad nontemporal scalar 1"])
        #expect(cells.first == "read none scalar 1", "the loops come before the race of shapes")
    }

    @Test func jsonKeepsSamplesAndTheProofOfPlacement() async throws {
        let run = try await bandwidth(["--format", "json", "--kernels", "triad", "--seed", "5"])
        let result = try RecordCoding.result(from: Array(run.output.utf8), source: "standard output")
        let record = try #require(try result.record("bandwidth", details: BandwidthDetails.self))
        #expect(record.details.seed == 5)
        for measurement in record.measurements {
            #expect(measurement.samples.count == measurement.summary?.count ?? 0)
            #expect((measurement.summary == nil) == (measurement.notMeasured != nil))
            #expect(measurement.samples.allSatisfy { $0.seconds > 0 && $0.value > 0 })
        }
        for placement in record.details.placements where placement.pagesAsked > 0 {
            #expect(placement.pagesOnNode == placement.pagesAsked)
            #expect(placement.pagesOnNode * 4096 >= 3 * placement.arrayBytes)
        }
        #expect(!record.details.placements.isEmpty)
    }

    /// The best shape of the race is the read that is measured, and every shape is recorded.
    @Test func readIsMeasuredInItsFastestShape() async throws {
        let run = try await bandwidth(["--format", "json", "--kernels", "read", "--studies", "loops"])
        let result = try RecordCoding.result(from: Array(run.output.utf8), source: "standard output")
        let record = try #require(try result.record("bandwidth", details: BandwidthDetails.self))
        let cells = record.measurements.compactMap(BandwidthCell.init)
        let shapes = cells.of(study: "shapes")
        #expect(Set(shapes.compactMap(\.shape)).count == 8)
        let fastest = shapes.max { ($0.median ?? 0) < ($1.median ?? 0) }
        #expect(cells.of(study: "loops").map(\.shape) == [fastest?.shape])
    }

    @Test func theSweepGoesThroughEveryLevelAndTheRecordTellsWhatItSaw() async throws {
        let run = try await Command.probe(
            "probe",
            [
                "bandwidth", "--studies", "levels", "--quick", "--time-budget", "20s", "--format", "json", "--kernels",
                "read",
            ])
        let result = try RecordCoding.result(from: Array(run.output.utf8), source: "standard output")
        let record = try #require(try result.record("bandwidth", details: BandwidthDetails.self))
        let sweep = record.measurements.compactMap(BandwidthCell.init).of(study: "levels").filter { $0.threads == 1 }
        let sizes = sweep.compactMap(\.workingSet)
        #expect(sizes == sizes.sorted() && (sizes.first ?? 0) < 9000)
        #expect(Set(sweep.compactMap { $0.measurement.labels["level"] }).isSuperset(of: ["l1", "dram"]))
        let first = try #require(sweep.first?.median), last = try #require(sweep.last?.median)
        #expect(first > 1.5 * last, "the L1 cache is faster than memory")
        #expect(record.details.levels?.isEmpty == false)
    }

    /// On a machine with several nodes there are figures instead.
    @Test func partsThatDoNotApplySaySo() async throws {
        let run = try await bandwidth(["--studies", "matrix", "--kernels", "read", "--format", "json"])
        let result = try RecordCoding.result(from: Array(run.output.utf8), source: "standard output")
        let record = try #require(try result.record("bandwidth", details: BandwidthDetails.self))
        let cells = record.measurements.compactMap(BandwidthCell.init).of(study: "matrix")
        #expect(!cells.isEmpty)
        #expect(cells.allSatisfy { $0.summary != nil || !$0.reason.isEmpty })
    }

    @Test func noiseUnderStrictSaysWhy() async throws {
        let run = try await bandwidth(["--kernels", "read", "--studies", "loops", "--time-budget", "50ms", "--strict"])
        #expect(run.code == 1)
        #expect(run.errors.contains("--strict: the figures are noisy: "))
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
        (["--stores", "soft"], 64, "soft"), (["--studies", "art"], 64, "art"),
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
