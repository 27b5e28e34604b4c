import Records
import Statistics
import Testing
import TestSupport

/// The real program on this machine: what it prints, and that peaks are of the right order.
@Suite(.serialized) struct FlopsProgramTests {
    private func flops(_ arguments: [String]) async throws -> Finished {
        try await Command.probe("probe", ["flops"] + arguments)
    }

    private func record(_ run: Finished) throws -> Record<FlopsDetails> {
        let result = try RecordCoding.result(from: Array(run.output.utf8), source: "standard output")
        return try #require(try result.record("flops", details: FlopsDetails.self))
    }

    @Test func csvHasAllColumnsAndNothingElse() async throws {
        let run = try await flops(["--time-budget", "1s", "--format", "csv"])
        #expect(run.code == 0, "\(run.errors)")
        let columns =
            "type,isa,threads,core_kind,gop_s_median,gop_s_best,gop_s_low,gop_s_high,ghz,ops_per_cycle,"
            + "theoretical_ops_per_cycle,samples"
        #expect(run.output.hasPrefix(columns))
        // The instructions of a mix stand between quotation marks, with a comma.
        let rows = run.output.split(separator: "\n").map {
            $0.replacing(/"[^"]*"/, with: "quoted").split(separator: ",", omittingEmptySubsequences: false)
        }
        #expect(rows.allSatisfy { $0.count == rows[0].count })
        let isas = ["scalar", "sse2", "avx2", "avx512", "avx512_bf16", "avx512_fp16", "avx512_vnni", "avx_vnni", "amx"]
        let known = Set(isas + ["neon", "dotprod", "i8mm", "sve"])
        for row in rows.dropFirst() {
            #expect(["fp64", "fp32", "fp16", "bf16", "int8"].contains(row[0]) && known.contains(String(row[1])))
            // Where other tests have the CPUs, a second is not enough for all.
            guard row[11] != "0" else { continue }
            let figures = row[4...9].compactMap { Double($0) }
            #expect(figures.count == 6 && figures[2] <= figures[0] && figures[0] <= figures[3])
            #expect(figures[1] >= figures[0] && (0.2...10).contains(figures[4]), "\(row)")
            #expect(row[10] == "unknown" || (Double(row[10]) ?? 0) > 0)
        }
        #expect(rows.contains { $0[2] == "1" })
    }

    /// What a core of the last ten years does at least, and none can: a clock of 0.5 to 8 GHz, one to 8 FP64 operations
    /// a cycle without vectors, and twice as much FP32 as FP64 with them.
    @Test func peaksAreOfTheRightOrder() async throws {
        func wrong(_ run: Finished) throws -> [String] {
            let cells = PeakCell.cells(try record(run).measurements).filter { $0.summary != nil }
            let scalar = try #require(cells.first { $0.isa == "scalar" && $0.type == "fp64" })
            let figures = [
                ("per cycle", 1.0...8.0, scalar.perCycle?.summary?.best),
                ("GHz", 0.5...8, scalar.clock?.summary?.median),
            ]
            let ratios = ["avx2", "avx512", "neon", "sve"].compactMap {
                set -> (String, ClosedRange<Double>, Double?)? in
                let pair = ["fp32", "fp64"].map { type in
                    cells.first { $0.isa == set && $0.type == type && $0.mix == "fma" }?.perCycle?.summary?.best
                }
                guard let single = pair[0], let double = pair[1] else { return nil }
                return ("fp32 for each fp64 with \(set)", 1.8...2.2, single / double)
            }
            return (figures + ratios).filter { !$1.contains($2 ?? 0) }.map { "\($0): \($2 ?? 0) outside \($1)" }
        }
        // Where other tests take the core, more time meets a moment that is the program's own.
        let run = try await attempts(until: { try wrong($0).isEmpty }) {
            try await flops(["--threads", "1", "--types", "fp32,fp64", "--format", "json"])
        }
        #expect(try wrong(run) == [])
    }

    /// The best of some samples, and far below theory still, for other tests share the core: operations that are
    /// counted wrongly are wrong by a factor of two. A figure above theory is no error.
    @Test func theoryIsReached() async throws {
        func slow(_ run: Finished) throws -> [String] {
            PeakCell.cells(try record(run).measurements).compactMap { cell in
                guard let theory = cell.theoreticalPerCycle, let best = cell.perCycle?.summary?.best else { return nil }
                return best > 0.6 * theory ? nil : "\(cell.type) \(cell.isa): \(best) of \(theory)"
            }
        }
        let run = try await attempts(until: { try slow($0).isEmpty }) {
            try await flops(["--quick", "--threads", "1", "--format", "json"])
        }
        #expect(try slow(run) == [])
    }

    @Test func threeMeasurementsOfEachLoopHaveTheSameSamples() async throws {
        let record = try record(try await flops(["--time-budget", "1s", "--format", "json", "--seed", "5"]))
        #expect(record.details.seed == 5)
        #expect(record.details.coreSets.first?.cpus.count == 1)
        let cells = PeakCell.cells(record.measurements).filter { $0.summary != nil }
        #expect(!cells.isEmpty)
        for cell in cells {
            let count = cell.compute.samples.count
            #expect(cell.clock?.samples.count == count && cell.perCycle?.samples.count == count)
            for (index, sample) in cell.compute.samples.enumerated() {
                let clock = cell.clock?.samples[index].value ?? 0
                let perCycle = cell.perCycle?.samples[index].value ?? 0
                let product = perCycle * clock * Double(cell.threads)
                #expect((0.999...1.001).contains(sample.value / product))
            }
        }
    }

    @Test func setsThatWereNotNamedAreNotUsed() async throws {
        let run = try await flops(["--isa", "scalar", "--time-budget", "1s", "--format", "csv"])
        #expect(run.code == 0, "\(run.errors)")
        let sets = Set(run.output.split(separator: "\n").dropFirst().map { $0.split(separator: ",")[1] })
        #expect(sets == ["scalar"])
    }

    @Test func aQuickRunSaysThatTheClockWasNotWatched() async throws {
        let run = try await flops(["--quick", "--time-budget", "1s"])
        #expect(run.output.contains("--quick leaves it out"), "\(run.output)")
    }

    @Test(arguments: [
        (["--types", "fp8"], 64, "there are fp64, fp32, fp16, bf16, int8"), (["--isa", "mmx"], 64, "no such name"),
        (["--threads", "100000"], 69, "may use"), (["--nodes", "77"], 69, "there is no such node"),
        (["--topology", "pu:2"], 64, "--dry-run"), (["--isa", "scalar", "--types", "bf16"], 69, "measure any peak"),
    ])
    func wrongInputIsExplained(arguments: [String], code: Int32, text: String) async throws {
        let run = try await flops(["--time-budget", "1s"] + arguments)
        #expect(run.code == code && run.errors.contains(text), "\(run.code) \(run.errors)")
        #expect(run.output.isEmpty)
    }
}

/// Which cores of other machines would be measured, and what they can do in theory.
@Suite(.enabled(if: SharedTopologies.folder != nil, "\(SharedTopologies.missing)"))
struct FlopsPlanTests {
    private func plan(_ name: String) async throws -> Record<FlopsDetails> {
        let folder = try TemporaryFolder()
        let source = try await SharedTopologies.source(name, in: folder)
        let run = try await Command.probe("probe-flops", ["--dry-run", "--topology", source, "--format", "json"])
        #expect(run.code == 0, "\(run.errors)")
        let result = try RecordCoding.result(from: Array(run.output.utf8), source: name)
        return try #require(try result.record("flops", details: FlopsDetails.self))
    }

    private func theory(_ record: Record<FlopsDetails>, _ kind: String, _ type: String, _ isa: String) -> Double? {
        let core = record.details.cores.first { $0.kind == kind }
        return core?.peaks.first { $0.type == type && $0.isa == isa }?.operationsPerCycle
    }

    @Test func hybridDesktop() async throws {
        let record = try await plan("20em64t-hybrid-1p6c2t+2ca4co1t.tar.bz2")
        #expect(
            record.details.coreSets.map(\.kind) == ["performance", "efficiency", "performance", "efficiency", "all"])
        #expect(record.details.coreSets.map(\.cpus.count) == [1, 1, 6, 8, 14])
        #expect(record.measurements.allSatisfy { $0.summary == nil && $0.notMeasured == "--dry-run measures nothing" })
        #expect(record.details.cores.map(\.microarchitecture) == ["Gracemont E", "Golden and Raptor Cove P"])
        #expect(theory(record, "performance", "fp32", "avx2") == 32)
        #expect(theory(record, "efficiency", "fp32", "avx2") == 16)
        #expect(theory(record, "efficiency", "int8", "avx_vnni") == 32)
        let cells = PeakCell.cells(record.measurements).filter { $0.coreKind == "all" }
        #expect(!cells.isEmpty && cells.allSatisfy { $0.theoreticalPerCycle == nil }, "kinds have no common theory")
    }

    @Test func unknownCPUsHaveNoTheory() async throws {
        let record = try await plan("2arm-2c.tar.bz2")
        #expect(record.details.cores.allSatisfy { $0.microarchitecture == nil && $0.peaks.isEmpty })
        #expect(record.details.coreSets.map(\.cpus.count) == [1, 2])
        #expect(PeakCell.cells(record.measurements).map(\.threads) == [1, 1, 2, 2], "two types that every core has")
    }

    @Test func epycHasEveryPackage() async throws {
        let record = try await plan("epyc-corona.xml")
        #expect(record.details.coreSets.map(\.package).contains(0), "\(record.details.coreSets)")
        #expect(record.details.cores.map(\.microarchitecture) == [nil], "Zen 1 is in no table")
    }
}
