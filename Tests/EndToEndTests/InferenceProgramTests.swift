import Records
import Statistics
import SystemPackage
import Testing
import TestSupport

/// The real program on this machine, with small memory: what it prints, and that each figure is there or its reason.
@Suite(.serialized) struct InferenceProgramTests {
    private func inference(_ arguments: [String], budget: String = "3s") async throws -> Finished {
        try await Command.probe(
            "probe", ["inference", "--array-size", "4MiB", "--quick", "--time-budget", budget] + arguments)
    }

    private func record(_ run: Finished) throws -> Record<InferenceDetails> {
        let bytes = Array(run.output.utf8)
        // As the driver checks it.
        _ = try RecordCoding.record(from: bytes, source: "standard output", probe: "inference")
        let result = try RecordCoding.result(from: bytes, source: "standard output")
        return try #require(try result.record("inference", details: InferenceDetails.self))
    }

    @Test func csvHasAllColumnsAndOperationsFollowFromBytes() async throws {
        let run = try await inference(["--format", "csv", "--formats", "q4_k,Q8_0"])
        #expect(run.code == 0, "\(run.errors)")
        #expect(
            run.output.hasPrefix(
                "operation,format,source,threads,node,batch,gb_s_median,gop_s_median,low,high,samples,"))
        // A reason may stand between quotation marks, with a comma.
        let rows = run.output.split(separator: "\n").map {
            $0.replacing(/"[^"]*"/, with: "quoted").split(separator: ",", omittingEmptySubsequences: false)
        }
        #expect(rows.allSatisfy { $0.count == rows[0].count })
        let figures = rows.dropFirst().filter { $0[10] != "0" }
        #expect(Set(figures.map { "\($0[1]) \($0[2])" }).isSuperset(of: ["Q4_K memory", "Q4_K cache", "Q8_0 memory"]))
        for row in figures {
            let numbers = row[6...9].compactMap { Double($0) }
            #expect(numbers.count == 4 && numbers[2] <= numbers[0] && numbers[0] <= numbers[3] && numbers[2] > 0)
            guard row[0] == "matrix_vector" else { continue }
            // A weight is two operations: in 144 bytes for 256 of them, and in 34 for 32.
            let perByte = row[1] == "Q4_K" ? 512.0 / 144 : 64.0 / 34
            #expect(abs(numbers[1] / numbers[0] - perByte) < 0.01, "\(row)")
        }
    }

    @Test func everyFormatHasFiguresOrAReason() async throws {
        let record = try record(try await inference(["--format", "json", "--seed", "3"], budget: "15s"))
        #expect(record.details.seed == 3)
        let cells = record.measurements.compactMap(InferenceCell.init)
        #expect(cells.count == record.measurements.count)
        let formats = [
            "F32", "F16", "BF16", "Q8_0", "Q4_0", "Q4_1", "Q5_0", "Q5_1", "Q2_K", "Q3_K", "Q4_K", "Q5_K", "Q6_K",
            "IQ4_NL", "IQ4_XS", "MXFP4",
        ]
        let all = try #require(record.details.places.map(\.cpus.count).max())
        #expect(cells.count { $0.operation == .matrixVector && $0.summary != nil } >= 4)
        for format in formats {
            let own = cells.filter { $0.operation == .matrixVector && $0.format == format }
            let missing = record.details.missing.first { $0.operation == .matrixVector && $0.format == format }
            #expect(own.isEmpty == (missing != nil), "\(format)")
            guard missing == nil else { continue }
            let engine = cells.filter { $0.operation == .engineGeneration && $0.format == format }
            #expect(own.contains { $0.source == .cache } == engine.isEmpty, "an engine's loop tells of the cache")
            for source in InferenceCell.Source.allCases {
                for threads in [1, all] {
                    let figure = (engine.isEmpty ? own : engine).first { $0.source == source && $0.threads == threads }
                    // Where other tests have the CPUs, the time may not be enough for all.
                    #expect(
                        figure?.summary != nil || figure?.reason.contains("--time-budget") == true,
                        "\(format) from \(source) by \(threads)")
                }
            }
        }
        for operation in InferenceOperation.allCases {
            let isMissing = record.details.missing.contains { $0.operation == operation }
            #expect(isMissing || cells.contains { $0.operation == operation }, "\(operation)")
        }
        for placement in record.details.placements where placement.pagesAsked > 0 {
            #expect(placement.pagesOnNode == placement.pagesAsked)
        }
        for cell in cells where cell.summary != nil {
            let shape = record.details.shapes.first { $0.operation == cell.operation && $0.format == cell.format }
            #expect(shape?.kernel == cell.bandwidth.labels["kernel"])
        }
    }

    @Test func textHasATableForEachOperation() async throws {
        let operations = "engine_generation,matrix_vector,expert_gather"
        let run = try await inference(["--operations", operations, "--formats", "Q4_K,Q8_0"])
        #expect(run.code == 0, "\(run.errors)")
        for part in ["Matrix × vector", "memory, 1 thread", "cache, 1 thread", "Expert gather", "Q4_K"] {
            #expect(run.output.contains(part), "\(part)")
        }
    }

    @Test func noInstructionOutsideOfTheNamedSetsIsUsed() async throws {
        let record = try record(try await inference(["--isa", "scalar", "--format", "json"]))
        #expect(record.measurements.compactMap(InferenceCell.init).allSatisfy { $0.instructionSet == "scalar" })
    }

    @Test func aDryRunMeasuresNothingOnAMachineThatNeedNotExist() async throws {
        let run = try await Command.probe(
            "probe-inference",
            ["--dry-run", "--topology", "numa:2 l3:2 core:8 pu:2", "--format", "json"])
        let record = try record(run)
        let cells = record.measurements.compactMap(InferenceCell.init)
        #expect(!cells.isEmpty && cells.allSatisfy { $0.summary == nil && $0.reason == "--dry-run measures nothing" })
        let memory = cells.filter { $0.operation == .matrixVector && $0.format == "Q4_K" && $0.source == .memory }
        #expect(Set(memory.map(\.threads)).isSuperset(of: [1, 32, 64]))
        #expect(memory.contains { $0.node == 1 && $0.threads == 32 }, "all threads of the second node")
        #expect(memory.contains { $0.node == nil && $0.threads == 64 }, "all threads, each on its own node's memory")
        let cache = cells.filter { $0.format == "Q4_K" && $0.source == .cache }
        #expect(Set(cache.map(\.threads)) == [1, 32, 64] && cache.contains { $0.node == 1 })
    }

    @Test func wantOfMemoryIsSaid() async throws {
        let run = try await Command.probe(
            "probe-inference", ["--array-size", "900TB", "--quick", "--time-budget", "1s"])
        #expect(run.code == 69 && run.errors.contains("is left of"), "\(run.errors)")
    }

    @Test(arguments: [
        (["--nodes", "7777"], Int32(69), "node 7777"), (["--operations", "art"], 64, "art"),
        (["--formats", "Q9_Z"], 64, "Q9_Z"), (["--isa", "mmx"], 64, "mmx"), (["--topology", "pu:2"], 64, "--dry-run"),
        (["--wrong"], 64, "--wrong"),
    ])
    func badInputIsNamedWithItsExitCode(arguments: [String], code: Int32, named: String) async throws {
        let run = try await Command.probe("probe-inference", arguments)
        #expect(run.code == code, "\(run.errors)")
        #expect(run.errors.contains(named), "\(run.errors)")
        #expect(run.output.isEmpty)
    }

    @Test func anInterruptedRunKeepsWhatItMeasured() async throws {
        let run = try await Command.interrupted("probe-inference", "--array-size 4MiB")
        // Where everything was known before the signal, there was nothing to interrupt.
        let record = try record(run)
        #expect(record.endedBySignal == 2 ? [124, 130].contains(run.code) : run.code == 0)
        #expect(record.measurements.contains { $0.summary != nil })
    }
}
