import Catalog
import Records
import Report
import Statistics
import Testing

/// What the report says of peaks whose records are incomplete, odd or hostile.
@Suite struct PeakReportTests {
    private func markdown(_ change: (inout RunResult) throws -> Void) throws -> String {
        var result = try Examples.twoSocketServer()
        try change(&result)
        return try HardwareReport(result, catalog: try Catalog.builtIn()).markdown
    }

    private func flops(_ peaks: [Measurement], _ details: FlopsDetails = Examples.flopsDetails) throws -> String {
        try markdown { $0.records["flops"] = try Examples.record("flops", details, measurements: peaks) }
    }

    @Test func aKindOfCoreCannotWriteIntoTheReport() throws {
        let text = try flops(Examples.Peak(kind: "a|b<script>").measurements)
        #expect(text.contains("**Compute:** 32 a\\|b&lt;script> cores reach"))
        #expect(!text.contains("<script>"))
    }

    @Test func threadsAreToldWhereTheyAreMoreThanCores() throws {
        let text = try flops(Examples.Peak(threads: 64).measurements)
        #expect(
            text.contains("**Compute:** all 32 cores, 64 threads reach 7.79 TFLOP/s FP32 ±\u{A0}0.1\u{A0}% (AVX-512)"))
    }

    @Test func aFigureOfFewerCoresIsNotToldAsAllCores() throws {
        let few = Examples.Peak(
            type: "int8", isa: "avx512_vnni", instruction: "vpdpbusd", perCycle: 251, cores: 1, kind: "uniform")
        let text = try flops(Examples.Peak().measurements + few.measurements)
        #expect(text.contains("**Compute:** all 32 cores reach 7.79 TFLOP/s FP32 ±\u{A0}0.1\u{A0}% (AVX-512)."))
    }

    @Test func aLostClockTakesWhatRestsOnItAlong() throws {
        let text = try flops(Examples.Peak().measurements.filter { $0.quantity != PeakCell.clockQuantity })
        #expect(text.contains("Where the clock has no figure, neither has what rests on it."))
        #expect(!text.contains("100\u{A0}%\u{A0}of\u{A0}64"))
        #expect(try !flops(Examples.Peak().measurements).contains("Where the clock has no figure"))
    }

    @Test func packagesOfOneCoreHaveTheirTable() throws {
        var details = Examples.flopsDetails
        details.coreSets = [
            CoreSet(kind: "uniform", cpus: [0]), CoreSet(kind: "all", cpus: [0, 1]),
            CoreSet(kind: "all", package: 1, cpus: [1]),
        ]
        let sets: [(Int, String, Int?)] = [(1, "uniform", nil), (2, "all", nil), (1, "all", 1)]
        let peaks = sets.flatMap { cores, kind, package in
            Examples.Peak(cores: cores, kind: kind, package: package).measurements
        }
        var topology = Examples.twoSocketTopology
        topology.cores = (0..<2).map { Core(id: $0, package: $0, kind: 0, node: $0, pus: IDSet([$0])) }
        topology.usable.pus = IDSet([0, 1])
        func report(_ peaks: [Measurement]) throws -> String {
            try markdown { result in
                result.records["flops"] = try Examples.record("flops", details, measurements: peaks)
                result.records["topology"] = try Examples.record("topology", topology)
            }
        }
        let text = try report(peaks)
        #expect(text.contains("| Numbers, set  |   Package 0 |   Package 1 | All at once | Of their sum |"))
        let cut = try report(peaks.filter { $0.labels["threads"] == "1" })
        #expect(!cut.contains("All at once"), "one core is not all at once")
    }

    @Test func noiseOfSMTIsAmongTheFirstLines() throws {
        let caveat = Caveat(.busyMachine(busy: 3, cpus: 64))
        let text = try markdown { result in
            result.records["smt"] = try Examples.record(
                "smt", Examples.smtDetails, caveats: [caveat], measurements: Examples.smtRates)
        }
        #expect(text.contains("- **Noisy:** "))
    }

    /// One core of 32, as a run leaves it that was cut short.
    private static let oneCore = Examples.Peak(cores: 1, kind: "uniform").measurements

    /// A loop of all cores that the time did not suffice for.
    private static func unmeasured(_ peak: Examples.Peak) -> Measurement {
        Measurement("compute", unit: "GOP/s", labels: peak.labels("peak"), notMeasured: "there was no time <left>")
    }

    @Test func oneCoresPeakIsNotTheMachines() throws {
        let text = try flops(Self.oneCore + [Self.unmeasured(Examples.Peak())])
        let reason =
            "the peak of all cores was not measured: FP32 multiply-adds have figures of at most 1 of 32 cores "
            + "(there was no time &lt;left>)."
        #expect(text.contains("Prompts and generation bound by compute are not predicted, since \(reason)"))
        #expect(
            text.contains(
                "**Compute:** 1 core reaches 244 GFLOP/s FP32 ±\u{A0}0.1\u{A0}% (AVX-512). The\(reason.dropFirst(3))"))
        #expect(!text.contains("Prompt, tokens/s"))
    }

    @Test func theTopologyTellsHowManyCoresThereAre() throws {
        var details = Examples.flopsDetails
        details.coreSets = [CoreSet(kind: "uniform", cpus: [0])]
        var result = try Examples.twoSocketServer()
        result.records["flops"] = try Examples.record("flops", details, measurements: Self.oneCore)
        let basis = try PredictionBasis(result)
        #expect(basis.peak == nil)
        #expect(basis.reasonWithoutPeak == "FP32 multiply-adds have figures of at most 1 of 32 cores")
        var topology = Examples.twoSocketTopology
        topology.usable.pus = IDSet([0, 32])
        result.records["topology"] = try Examples.record("topology", topology)
        #expect(try PredictionBasis(result).peak != nil, "the one core that may be used is all")
    }

    @Test func aSlowerLoopOfAllCoresIsNotTheirPeak() throws {
        let slow = Examples.Peak(isa: "avx2", perCycle: 32)
        var slowOne = slow
        (slowOne.cores, slowOne.kind) = (1, "uniform")
        let peaks = Self.oneCore + slowOne.measurements + slow.measurements
        #expect(try flops(peaks).contains("not measured: AVX-512 is faster on one core, and has no figure of all."))
        #expect(try flops(peaks + Examples.Peak().measurements).contains("Prompt, tokens/s"))
    }

    @Test func doubtIsShownAndLeavesNoFalseDecimals() throws {
        func vague(_ peak: Examples.Peak, _ half: Double) -> [Measurement] {
            peak.measurements.map { old in
                let samples = (0..<12).map { step in
                    Sample(
                        value: (old.summary?.median ?? 0) * (step.isMultiple(of: 2) ? 1 - half : 1 + half), seconds: 1)
                }
                return Measurement(
                    old.quantity, unit: old.unit, labels: old.labels, samples: samples, stopped: .interval,
                    better: .largest)
            }
        }
        let text = try flops(
            vague(Examples.Peak(), 0.25) + vague(Examples.Peak(cores: 1, kind: "uniform"), 0.14))
        #expect(text.contains("7.79 TFLOP/s\u{A0}±\u{A0}25\u{A0}%"))
        #expect(
            text.contains("7.79 TFLOP/s\u{A0}±\u{A0}14\u{A0}% of each core alone, summed, × 1.00\u{A0}±\u{A0}29\u{A0}%")
        )
        #expect(text.firstMatch(of: /\| Llama 2 7B +\| +[0-9]+\u{A0}±\u{A0}25\u{A0}% \|/) != nil)
    }
}
