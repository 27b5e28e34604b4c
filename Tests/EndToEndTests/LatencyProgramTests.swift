import Records
import Statistics
import SystemPackage
import Testing
import TestSupport

/// The real program on this machine, with small memory: what it prints, and that times are of the right order.
@Suite(.serialized) struct LatencyProgramTests {
    private func latency(_ arguments: [String]) async throws -> Finished {
        try await Command.probe("probe", ["latency", "--array-size", "8MiB", "--time-budget", "3s"] + arguments)
    }

    private func record(_ run: Finished) throws -> Record<LatencyDetails> {
        let result = try RecordCoding.result(from: Array(run.output.utf8), source: "standard output")
        return try #require(try result.record("latency", details: LatencyDetails.self))
    }

    @Test func csvHasAllColumnsAndNothingElse() async throws {
        let run = try await latency(["--format", "csv"])
        #expect(run.code == 0, "\(run.errors)")
        let columns =
            "kind,level,page_size,cpu_node,memory_node,working_set_bytes,ns_median,ns_low,ns_high,samples"
        #expect(run.output.hasPrefix(columns))
        let rows = run.output.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
        #expect(rows.allSatisfy { $0.count == rows[0].count })
        let kinds = Set(rows.dropFirst().map { String($0[0]) })
        #expect(kinds == ["level", "node", "handover", "barrier", "loaded", "curve"])
        #expect(rows.dropFirst().filter { $0[0] == "level" }.allSatisfy { ["l1", "l2", "l3", "dram"].contains($0[1]) })
        for row in rows.dropFirst() where row[9] != "0" {
            let figures = row[6...8].compactMap { Double($0) }
            #expect(figures.count == 3 && figures[1] <= figures[0] && figures[0] <= figures[2] && figures[1] > 0.1)
        }
    }

    /// Every machine's first-level cache answers in 1 to 3 ns at 1.5 to 5 GHz, and no memory as fast as a cache.
    @Test func levelsAreOfTheRightOrder() async throws {
        let run = try await Command.probe(
            "probe", ["latency", "--kinds", "level", "--quick", "--time-budget", "8s", "--format", "json"])
        let cells = try record(run).measurements.compactMap(LatencyCell.init).filter { $0.summary != nil }
        let first = try #require(cells.first { $0.level == "l1" }?.summary?.best)
        let memory = try #require(cells.first { $0.level == "dram" }?.median)
        #expect((0.4...10).contains(first), "\(first) ns")
        #expect(memory > 5 * first, "\(memory) ns")
        #expect(Set(cells.map(\.pages)) == ["small", "transparent huge"])
        #expect(cells.filter { $0.pages == "small" }.allSatisfy { $0.pageSize.hasSuffix("KiB") })
    }

    @Test func placesAreProvenAndSamplesKept() async throws {
        let record = try record(try await latency(["--format", "json", "--kinds", "level,barrier", "--seed", "3"]))
        #expect(record.details.seed == 3)
        for placement in record.details.placements where placement.pagesAsked > 0 {
            #expect(placement.pagesOnNode == placement.pagesAsked && placement.arrayBytes == 8 << 20)
        }
        #expect(record.details.placements.count == 2 * Set(record.details.placements.map(\.node)).count)
        for measurement in record.measurements where measurement.summary != nil {
            #expect(measurement.samples.count == measurement.summary?.count)
        }
    }

    @Test func loadRisesAndIsRecorded() async throws {
        var cells: [LatencyCell] = []
        // Other tests share the two cores: a short time may end before the last load.
        for seconds in [3, 10, 30] where (cells.last?.loadRate ?? 0) <= 1 {
            let budget = ["--time-budget", "\(seconds)s"]
            cells = try record(try await latency(["--format", "json", "--kinds", "loaded"] + budget)).measurements
                .compactMap(LatencyCell.init)
            if cells.first?.reason.contains("no other core") == true { break }
        }
        guard cells.first?.summary != nil else {
            #expect(cells.first?.reason.contains("no other core") == true)
            return
        }
        #expect(cells.map(\.loadPercent) == [0, 5, 10, 20, 35, 50, 70, 85, 100])
        let idle = try #require(cells.first?.loadRate), full = try #require(cells.last?.loadRate)
        #expect(idle == 0 && full > 1)
    }

    @Test func oneCPUHasNobodyToMeet() async throws {
        let program = Repository.programs.appending("probe-latency").string
        let run = try await Command.run(
            "taskset",
            ["-c", "0", program, "--array-size", "4MiB", "--time-budget", "2s", "--quick", "--format", "json"])
        #expect(run.code == 0, "\(run.errors)")
        let cells = try record(run).measurements.compactMap(LatencyCell.init)
        for kind in [LatencyCell.Kind.handover, .barrier, .loaded] {
            let those = cells.filter { $0.kind == kind }
            #expect(those.count == 1 && those.allSatisfy { $0.summary == nil && !$0.reason.isEmpty }, "\(kind)")
        }
    }

    @Test(arguments: [
        (["--nodes", "7777"], Int32(69), "node 7777"), (["--array-size", "900TB"], 69, "TiB on node"),
        (["--kinds", "art"], 64, "art"), (["--threads", "100000"], 69, "100000 threads on node"),
        (["--isa", "mmx"], 64, "mmx"), (["--wrong"], 64, "--wrong"),
    ])
    func badInputIsNamedWithItsExitCode(arguments: [String], code: Int32, named: String) async throws {
        let run = try await Command.probe("probe-latency", arguments)
        #expect(run.code == code, "\(run.errors)")
        #expect(run.errors.contains(named), "\(run.errors)")
        #expect(run.output.isEmpty)
    }

    @Test func limitedAddressSpaceIsARefusalOrLessMemoryAndNeverACrash() async throws {
        let program = Repository.programs.appending("probe-latency").string
        for limit in ["400000", "3000000"] {
            let run = try await Command.run(
                "bash", ["-c", "ulimit -v \(limit); exec \(program) --quick --kinds level,loaded --time-budget 1s"])
            #expect([0, 69].contains(run.code), "\(run.code) \(run.errors)")
        }
    }

    @Test func anInterruptedRunKeepsWhatItMeasured() async throws {
        let run = try await Command.interrupted("probe-latency", "--kinds level,curve")
        #expect([124, 130].contains(run.code))
        let record = try record(run)
        #expect(record.endedBySignal == 2)
        #expect(record.measurements.contains { $0.summary != nil })
    }
}
