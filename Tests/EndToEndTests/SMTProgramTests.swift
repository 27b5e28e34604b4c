import Records
import Statistics
import SystemPackage
import Testing
import TestSupport

/// The real program on this machine: that it measures SMT where there is some, and says why where there is none.
@Suite(.serialized) struct SMTProgramTests {
    private let small = ["--array-size", "2MiB", "--quick", "--time-budget", "2s"]

    private func record(_ run: Finished) throws -> Record<SMTDetails> {
        let bytes = Array(run.output.utf8)
        // As the driver checks it.
        _ = try RecordCoding.record(from: bytes, source: "standard output", probe: "smt")
        let result = try RecordCoding.result(from: bytes, source: "standard output")
        return try #require(try result.record("smt", details: SMTDetails.self))
    }

    @Test func everyWorkloadHasRatesOrTheReasonWhyNot() async throws {
        let run = try await Command.probe("probe", ["smt", "--format", "json"] + small)
        #expect(run.code == 0, "\(run.errors)")
        let record = try record(run)
        let cells = record.measurements.compactMap(SMTCell.init)
        #expect(cells.count == record.measurements.count)
        #expect(Set(cells.map(\.workload)) == Set(Workload.allCases))
        if record.details.state.threadsPerCore == nil {
            #expect(cells.allSatisfy { $0.summary == nil && $0.reason == record.details.state.text })
            #expect(record.details.cores.isEmpty && record.details.placements.isEmpty)
        } else {
            #expect(cells.contains { $0.threadsPerCore == 1 && $0.summary != nil })
            #expect(record.details.cores.allSatisfy { $0.count > 1 })
        }
    }

    @Test func csvHasAllColumns() async throws {
        let run = try await Command.probe("probe-smt", ["--format", "csv"] + small)
        #expect(run.code == 0, "\(run.errors)")
        #expect(
            run.output.hasPrefix(
                "workload,threads_per_core,rate_median,rate_low,rate_high,unit,factor,samples,reason"))
        #expect(run.output.split(separator: "\n").count > Workload.allCases.count)
    }

    /// With one PU of one core there is no second thread, whatever the machine has.
    @Test func oneCPUIsNoFailure() async throws {
        let program = Repository.programs.appending("probe-smt").string
        let run = try await Command.run("taskset", ["-c", "0", program, "--workloads", "fma"] + small)
        #expect(run.code == 0, "\(run.errors)")
        #expect(run.output.contains("SMT was not measured: "))
    }

    @Test(arguments: [
        (["--nodes", "7777"], Int32(69), "node 7777"), (["--workloads", "art"], 64, "art"),
        (["--isa", "mmx"], 64, "mmx"), (["--wrong"], 64, "--wrong"),
    ])
    func badInputIsNamedWithItsExitCode(arguments: [String], code: Int32, named: String) async throws {
        let run = try await Command.probe("probe-smt", arguments)
        #expect(run.code == code, "\(run.errors)")
        #expect(run.errors.contains(named), "\(run.errors)")
        #expect(run.output.isEmpty)
    }
}
