import Catalog
import Records
import Report
import Statistics
import Testing
import TokenModel

/// The report's sections on compute, from records made by hand.
@Suite struct ComputeReportTests {
    private func markdown(_ change: (inout RunResult) throws -> Void = { _ in }) throws -> String {
        try report(change).markdown
    }

    private func report(_ change: (inout RunResult) throws -> Void = { _ in }) throws -> HardwareReport {
        var result = try Examples.twoSocketServer()
        try change(&result)
        return try HardwareReport(result, catalog: try Catalog.builtIn())
    }

    private func flops(_ peaks: [Measurement], _ details: FlopsDetails = Examples.flopsDetails) throws -> String {
        try markdown { $0.records["flops"] = try Examples.record("flops", details, measurements: peaks) }
    }

    @Test func aProgramThatDidNotRunIsSaidToHaveNot() throws {
        let text = try markdown { result in
            for name in ["flops", "smt", "scaling"] { result.records[name] = nil }
            result.runs.removeAll { $0.name == "flops" }
            for index in result.runs.indices where result.runs[index].name == "smt" {
                result.runs[index].reason = "an <example>"
            }
        }
        #expect(text.contains("## Compute\n\nNot measured: probe-flops was not run."))
        #expect(text.contains("## SMT\n\nNot measured: an &lt;example>."))
        #expect(text.contains("## Speed-up with threads\n\nNot measured: there is no record of it."))
        #expect(text.contains("Prompts and generation bound by compute are not predicted"))
        #expect(!text.contains("**Compute:**"))
        #expect(text.contains("| Llama 3.1 8B             |  8.03 B |     4.91 GB |   82.4 |"), "memory still predicts")
    }

    @Test func aboveTheoryIsShownAsItIsWithTheReason() throws {
        let text = try markdown()
        #expect(text.contains("134\u{A0}%\u{A0}of\u{A0}64"))
        #expect(text.contains("in units of their own, hence 134 % of theory"))
        #expect(text.contains("FP32, AVX-512, FMA + ADD"))
        #expect(!text.contains("FP32, AVX2, FMA + ADD") && text.components("vfmadd213ps, vaddps") == 2)
        let high = try flops(Examples.Peak(perCycle: 70).measurements)
        #expect(
            high.contains("FP32 with AVX-512 reached 110 % of theory: the table's figure is too low for this core."))
    }

    @Test func unknownTheoryIsUnknownAndNotARatio() throws {
        var details = Examples.flopsDetails
        details.cores = [CoreTheory(kind: "uniform", microarchitecture: nil, peaks: [])]
        let text = try flops(Examples.Peak(theory: nil).measurements, details)
        #expect(text.contains("  unknown |\n"))
        #expect(text.contains("Theory is unknown: the CPU is in no table."))
        #expect(!text.contains("% of theory:"))
    }

    @Test func theDocumentsCountIsShownWhereItDiffers() throws {
        #expect(try markdown().contains("would give 1.95 TFLOP/s; measured were 7.75 TFLOP/s, 3.98 times that."))
        let same = try flops(Examples.Peak(perCycle: 16).measurements)
        #expect(!same.contains("as the source document does"))
    }

    @Test func theClockThatFallsIsDrawnAndTheOneThatHoldsIsNot() throws {
        #expect(
            try markdown().contains("**Under AVX-512 (FP32 vfmadd213ps) on all 32 cores the clock fell** from 3.76"))
        let holding = Examples.Peak().measurements + Examples.Peak().sag(to: 3.79)
        let report = try report { result in
            result.records["flops"] = try Examples.record("flops", Examples.flopsDetails, measurements: holding)
        }
        #expect(report.markdown.contains("on all 32 cores the clock held 3.79 GHz for 10 s."))
        #expect(!report.figures.contains { $0.name == "clock-sag" })
        let short = try flops(Examples.Peak().measurements + Examples.Peak().sag(to: 3, seconds: 2))
        #expect(short.contains("is not known: that takes at least five seconds of it."))
    }

    @Test func theHeaviestLoopIsTheOneUnderWhichTheClockIsLower() throws {
        let text = try markdown()
        #expect(text.contains("| AVX-512 | FP64 vfmadd213pd  | 4.01"))
        #expect(text.contains("| AVX2    | FP32 vfmadd213ps  | 4.31"), "FP64 is no slower there")
    }

    @Test func kindsOfCoresHaveRowsOfTheirOwnAndAddUpToThePeak() throws {
        var details = Examples.flopsDetails
        details.coreSets = [
            CoreSet(kind: "performance", cpus: [0]), CoreSet(kind: "efficiency", cpus: [8]),
            CoreSet(kind: "performance", cpus: Array(0..<8)), CoreSet(kind: "efficiency", cpus: Array(8..<24)),
            CoreSet(kind: "all", cpus: Array(0..<24)),
        ]
        let sets = [("performance", 1, 30.0), ("efficiency", 1, 15), ("performance", 8, 30), ("efficiency", 16, 15)]
        let peaks = sets.flatMap { kind, cores, perCycle in
            Examples.Peak(perCycle: perCycle, theory: 32, cores: cores, kind: kind, clock: 4).measurements
        }
        // 8 × 120 + 16 × 60 = 1920 GFLOP/s alone, of which 18 × 24 × 4 = 1728 together.
        let all = Examples.Peak(perCycle: 18, theory: nil, cores: 24, clock: 4).measurements
        var topology = Examples.twoSocketTopology
        topology.usable.pus = IDSet(0..<24)
        let text = try markdown { result in
            result.records["flops"] = try Examples.record("flops", details, measurements: peaks + all)
            result.records["topology"] = try Examples.record("topology", topology)
        }
        #expect(text.contains("| 1 performance core  |") && text.contains("| 16 efficiency cores |"))
        #expect(text.contains("F_cpu × E_par = 1.92 TFLOP/s\u{A0}±"))
        #expect(text.contains("% of each core alone, summed, × 0.900\u{A0}±\u{A0}0.2\u{A0}%) over"))
    }

    @Test func withoutOneCoresPeakTheLossIsNotCountedTwice() throws {
        let text = try flops(Examples.Peak(perCycle: 64).measurements)
        let rate = "(7.79 TFLOP/s\u{A0}±\u{A0}0.1\u{A0}%)"
        #expect(text.contains("FP32 multiply-adds of all 32 cores \(rate) over the operations of a token."))
    }

    @Test func hiddenSMTIsOneLine() throws {
        var details = Examples.smtDetails
        details.state = .hidden(hypervisor: "kvm")
        let text = try markdown { $0.records["smt"] = try Examples.record("smt", details) }
        #expect(text.contains("## SMT\n\nNot measured: the hypervisor (kvm) shows one thread per core"))
    }

    @Test func smtHasItsVerdictsInWords() throws {
        let text = try markdown()
        #expect(text.contains("- **Use SMT** for dependent loads and the quantized dot product."))
        #expect(text.contains("- **Avoid it** for triad: one thread per core is faster."))
        #expect(text.contains("- **No clear difference** for multiply-adds and reading memory."))
    }

    @Test func smtOfSeveralThreadsACoreIsSaidForEach() throws {
        let rates = [Examples.smtRate(.dot, 1, 100), Examples.smtRate(.dot, 2, 150), Examples.smtRate(.dot, 4, 50)]
        let once = Measurement(
            "smt", unit: "GB/s", labels: ["workload": "read", "threads_per_core": "2"],
            samples: [Sample(value: 400, seconds: 0.02)], stopped: .count, better: .largest)
        let text = try markdown { result in
            let all = rates + [Examples.smtRate(.read, 1, 100), once]
            result.records["smt"] = try Examples.record("smt", Examples.smtDetails, measurements: all)
        }
        #expect(text.contains("- With 2 threads a core: **Use SMT** for the quantized dot product.\n"))
        #expect(text.contains("- With 4 threads a core: **Avoid it** for the quantized dot product: one"))
        #expect(text.contains("- With 2 threads a core: **Too few samples to tell** for reading memory.\n"))
        #expect(text.contains("one sample | unknown"))
    }

    @Test func adviceFromAPartOfTheMachineStaysOutOfTheFirstLines() throws {
        let rates = [Examples.scalingRate(.dot, "compact", 1, 20), Examples.scalingRate(.dot, "compact", 2, 30)]
        let whole = try scaling(rates, cores: 2)
        #expect(whole.contains("Use 2 threads for generation."))
        #expect(
            whole.contains("of the quantized dot product, of the thread counts measured; fewer threads lose more than"))
        let part = try markdown { result in
            result.records["scaling"] = try Examples.record("scaling", Examples.scalingDetails, measurements: rates)
        }
        #expect(!part.contains("threads for generation."))
        #expect(part.contains("of the quantized dot product, of 1 to 2 threads, the only ones measured; fewer"))
    }

    private func scaling(_ rates: [Measurement], kinds: [String]? = nil, cores: Int) throws -> String {
        var details = Examples.scalingDetails
        details.cores = cores
        details.orders = [ScalingDetails.Order(placement: "compact", cpus: [0, 1], kinds: kinds)]
        return try markdown { $0.records["scaling"] = try Examples.record("scaling", details, measurements: rates) }
    }

    @Test func twoThreadCountsFitOneLawOnly() throws {
        let text = try scaling(
            [Examples.scalingRate(.read, "compact", 1, 20), Examples.scalingRate(.read, "compact", 2, 30)], cores: 2)
        #expect(text.contains("needs three thread counts"))
        #expect(
            text.contains(
                "| read, GB/s | 20.0\u{A0}±\u{A0}0.1\u{A0}% | 30.0\u{A0}±\u{A0}0.1\u{A0}% |     1.50 |  0.75 |"
            ))
        #expect(text.contains("`-t 2`: 100 % of the best rate of reading memory"))
        #expect(text.contains("the quantized dot product was not measured."))
        #expect(text.contains("**Prompt:** no advice: multiply-adds were not measured."))
    }

    @Test func coresOfDifferentKindsAreHeldAgainstTheirSum() throws {
        let single = Measurement(
            "scaling", unit: "GOP/s",
            labels: ["workload": "fma", "placement": "single", "threads": "1", "core_kind": "efficiency"],
            samples: Examples.samples(around: 50), stopped: .interval, better: .largest)
        let text = try scaling(
            [
                Examples.scalingRate(.fma, "compact", 1, 100), Examples.scalingRate(.fma, "compact", 2, 135), single,
            ], kinds: ["performance", "efficiency"], cores: 2)
        #expect(text.contains("Of the sum of its kinds") && text.contains("|                    90 % |"))
        #expect(text.contains("No law of speed-up is fitted: cores of different kinds follow none."))
    }

    @Test func spreadIsTheDashedPartnerOfCompact() throws {
        let plot = try #require(try report().figures.first { $0.name == "parallel-efficiency" })
        #expect(plot.svg.contains("stroke-dasharray=\"5 4\"") && !plot.svg.contains("stroke-dasharray=\"8 4\""))
    }

    @Test func computeBindsWhereMemoryIsFaster() throws {
        let slow = Examples.Peak(perCycle: 0.5).measurements
        let text = try flops(slow)
        let interval = "its interval is the peak's,\u{A0}±\u{A0}0.1\u{A0}%."
        #expect(text.contains("‡ Compute binds this figure; \(interval) Memory binds the others."))
        #expect(text.contains("| compute  |"))
        #expect(try PredictionBasis(try Examples.twoSocketServer()).compute(prompt: 10)?.prompt == 10)
    }
}

extension String {
    /// How often a text occurs in it.
    fileprivate func components(_ text: String) -> Int { ranges(of: text).count }

    /// What no row of an engine can pass: the fastest loop of one core, which clocks highest alone.
    @Test func aCoresPeakIsOfItsFastestLoop() throws {
        let peak = try #require(try MachineRates.corePeak(try Examples.twoSocketServer()))
        #expect((peak.any / (251 * 4.05e9) - 1).magnitude < 0.02)
        #expect((peak.floats / (85.9 * 4e9) - 1).magnitude < 0.06)
        var result = try Examples.twoSocketServer()
        result.records["flops"] = nil
        #expect(try MachineRates.corePeak(result) == nil)
    }
}
