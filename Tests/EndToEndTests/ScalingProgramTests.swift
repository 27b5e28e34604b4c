import Records
import Statistics
import SystemPackage
import Testing
import TestSupport

/// The real program on this machine, with small memory: what it prints, and that its ratios follow from its rates.
@Suite(.serialized) struct ScalingProgramTests {
    private func scaling(_ arguments: [String]) async throws -> Finished {
        try await Command.probe(
            "probe", ["scaling", "--array-size", "2MiB", "--quick", "--time-budget", "2s"] + arguments)
    }

    private func record(_ run: Finished) throws -> Record<ScalingDetails> {
        let bytes = Array(run.output.utf8)
        // As the driver checks it.
        _ = try RecordCoding.record(from: bytes, source: "standard output", probe: "scaling")
        let result = try RecordCoding.result(from: bytes, source: "standard output")
        return try #require(try result.record("scaling", details: ScalingDetails.self))
    }

    @Test func csvHasAllColumnsAndOneThreadIsFullyEfficient() async throws {
        let run = try await scaling(["--format", "csv"])
        #expect(run.code == 0, "\(run.errors)")
        #expect(
            run.output.hasPrefix(
                "workload,placement,threads,rate_median,rate_low,rate_high,unit,speedup,e_par,samples"))
        let rows = run.output.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
        let figures = rows.dropFirst().filter { $0[9] != "0" }
        #expect(Set(figures.map { String($0[0]) }) == ["fma", "read", "triad", "dot"])
        #expect(Set(figures.map { String($0[2]) }).contains("1"))
        for row in figures {
            let numbers = row[3...5].compactMap { Double($0) }
            #expect(numbers.count == 3 && numbers[1] <= numbers[0] && numbers[0] <= numbers[2] && numbers[1] > 0)
            let threads = try #require(Double(row[2])), speedup = try #require(Double(row[7]))
            let efficiency = try #require(Double(row[8]))
            #expect(abs(efficiency - speedup / threads) < 0.001)
            if threads == 1 { #expect(speedup == 1 && efficiency == 1) }
        }
    }

    @Test func recordSaysWhereThreadsAndMemoryWere() async throws {
        let record = try record(try await scaling(["--format", "json", "--seed", "3"]))
        let details = record.details
        #expect(details.seed == 3)
        let order = try #require(details.orders.first)
        #expect(Set(order.cpus).count == order.cpus.count)
        #expect(details.orders.allSatisfy { Set($0.cpus) == Set(order.cpus) })
        #expect(details.plan.map(\.study) == ["dot", "fma", "read", "triad"], "the most telling first")
        #expect(Set(details.placements.compactMap(\.study)) == ["read", "dot"], "triad has the arrays of read")
        for placement in details.placements where placement.pagesAsked > 0 {
            #expect(placement.pagesOnNode == placement.pagesAsked)
        }
        let cells = record.measurements.compactMap(ScalingCell.init)
        #expect(cells.count == record.measurements.count)
        #expect(cells.first?.workload == .fma && cells.last?.workload == .dot)
        for placement in details.orders.map(\.placement) {
            #expect(cells.contains { $0.placement == placement && $0.threads == 1 })
            #expect(cells.contains { $0.placement == placement && $0.threads == order.cpus.count })
        }
        for cell in cells where cell.summary != nil {
            #expect(cell.measurement.labels["kernel"] == details.kernels[cell.workload.rawValue])
        }
    }

    @Test func textGivesCurvesLawsAndAdvice() async throws {
        let run = try await scaling(["--workloads", "fma,read"])
        #expect(run.code == 0, "\(run.errors)")
        for part in ["fma, compact", "E_par", "Knee at", "universal scalability", "For generating tokens: "] {
            #expect(run.output.contains(part), "\(part)")
        }
        #expect(run.output.contains("For reading a prompt: "))
    }

    @Test func numbersOfThreadsAreThoseAskedForAndOne() async throws {
        let program = Repository.programs.appending("probe-scaling").string
        let small = ["--array-size", "1MiB", "--quick", "--time-budget", "1s", "--format", "json"]
        let one = try record(
            try await Command.run("taskset", ["-c", "0", program, "--workloads", "read"] + small))
        #expect(one.measurements.compactMap(ScalingCell.init).map(\.threads) == [1])
        #expect(one.details.orders.map(\.cpus) == [[0]])
        let text = try await Command.run("taskset", ["-c", "0", program, "--workloads", "read"] + small.dropLast(2))
        #expect(text.output.contains("read by 1 thread, compact: "), "\(text.output)")
        let cells = try record(
            try await scaling(["--counts", "1", "--workloads", "read,fma", "--format", "json"])
        ).measurements.compactMap(ScalingCell.init)
        #expect(Set(cells.map(\.threads)) == [1])
        #expect(Set(cells.map(\.workload)) == [.read, .fma])
    }

    @Test func noInstructionOutsideOfTheNamedSetsIsUsed() async throws {
        let record = try record(try await scaling(["--isa", "scalar", "--format", "json"]))
        for cell in record.measurements.compactMap(ScalingCell.init) {
            let kernel = cell.measurement.labels["kernel"]
            // Where other tests have the CPUs, the time may not be enough for all.
            #expect(kernel?.contains("scalar") ?? (cell.summary == nil), "\(kernel ?? "")")
        }
    }

    @Test(arguments: [
        (["--nodes", "7777"], Int32(69), "node 7777"), (["--array-size", "900TB"], 69, "TiB on node"),
        (["--workloads", "art"], 64, "art"), (["--placements", "upright"], 64, "upright"),
        (["--counts", "100000"], 69, "100000 threads"), (["--counts", "0"], 64, "--counts 0"),
        (["--isa", "mmx"], 64, "mmx"), (["--wrong"], 64, "--wrong"),
    ])
    func badInputIsNamedWithItsExitCode(arguments: [String], code: Int32, named: String) async throws {
        let only = arguments[0] == "--array-size" ? ["--workloads", "read"] : []
        let run = try await Command.probe("probe-scaling", arguments + only)
        #expect(run.code == code, "\(run.errors)")
        #expect(run.errors.contains(named), "\(run.errors)")
        #expect(run.output.isEmpty)
    }

    @Test func wantOfMemoryLeavesWhatNeedsNone() async throws {
        let run = try await Command.probe(
            "probe-scaling",
            ["--array-size", "900TB", "--workloads", "fma,read", "--quick", "--time-budget", "1s", "--format", "json"])
        let cells = try record(run).measurements.compactMap(ScalingCell.init)
        #expect(cells.allSatisfy { ($0.summary != nil) == ($0.workload == .fma) })
        #expect(cells.contains { $0.reason.contains("is left of") })
    }

    @Test func anInterruptedRunKeepsWhatItMeasured() async throws {
        let run = try await Command.interrupted("probe-scaling", "--array-size 2MiB")
        // Where everything was known before the signal, there was nothing to interrupt.
        let record = try record(run)
        #expect(record.endedBySignal == 2 ? [124, 130].contains(run.code) : run.code == 0)
        #expect(record.measurements.contains { $0.summary != nil })
    }
}
