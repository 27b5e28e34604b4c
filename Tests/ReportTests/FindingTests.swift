import Catalog
import Records
import Report
import Statistics
import Testing

/// Each rule is provoked by a made record, and silent where the record does not show it.
@Suite struct FindingTests {
    private func findings(_ change: (inout RunResult) throws -> Void = { _ in }) throws -> String {
        try Examples.section("Findings", change)
    }

    private func settings(_ change: @escaping (inout Environment) -> Void) throws -> String {
        try findings { $0.records["topology"] = try Examples.topology(settings: change) }
    }

    /// Four channels of a board with one socket, of which some have a module.
    private func slots(_ fitted: Int, in section: String = "Findings") throws -> String {
        try Examples.section(section) { result in
            result.given.memory = nil
            result.records["bandwidth"] = try Examples.slowMemory()
            result.records["topology"] = try Examples.topology { details in
                details.packages = 1
                details.memoryModules = MemoryModules(
                    modules: ["A", "B", "C", "D"].enumerated().map { index, name in
                        MemoryModule(
                            locator: "DIMM_\(name)1", size: index < fitted ? 32 << 30 : 0,
                            type: index < fitted ? "DDR5" : nil, configuredMTs: index < fitted ? 4800 : nil,
                            ratedMTs: index < fitted ? 4800 : nil)
                    }, source: "SMBIOS (table)", toldByHypervisor: false)
            }
        }
    }

    /// Half of the channels is half of the reading, and less of the speed: with twice the memory, unpacking binds.
    @Test func emptyChannelsCostWhatTheirBandwidthIsWorth() throws {
        let text = try slots(2)
        let heading = text.split(separator: "\n").first { $0.contains("Memory channels are empty: ") }
        let cost = String(heading ?? "").parts(between: "empty: ").last?.split(separator: " ") ?? []
        let figures = cost.compactMap { Double($0) }
        let (lost, all) = (figures.first ?? 0, figures.last ?? 0)
        #expect(lost > 0.1 * all && lost < 0.4 * all, "\(text)")
        #expect(text.contains("2 of 4 channels are empty: C (DIMM_C1), D (DIMM_D1)."))
        #expect(text.contains("That costs 50 % of the bandwidth. Told by SMBIOS (table)."))
        #expect(text.contains("**Do:** Add another 32 GiB DDR5-4800 to each of them"))
        #expect(!(try slots(4)).contains("Memory channels are empty"))
    }

    @Test func theSectionOnTheoryDoesNotRepeatThem() throws {
        let text = try slots(2, in: "What it should do")
        #expect(text.contains("DIMM_C1") && !text.contains("Finding") && !text.contains("channels are empty"))
    }

    @Test func readingFarBelowTheoryIsOneOnBareMetal() throws {
        #expect(try findings().contains("Memory reads 41 % of what it should: next to nothing of "))
        #expect(!(try findings { $0.given.memory = "12x DDR5-4800" }).contains("of what it should"))
        let guest = try settings { $0.virtualization = "KVM" }
        #expect(!guest.contains("of what it should") && guest.contains("- reading against theory: a virtual machine"))
    }

    @Test func aGovernorThatIsNotPerformanceIsOne() throws {
        let text = try settings { $0.governor = "schedutil, performance" }
        #expect(text.contains("CPU frequency governor: schedutil, performance: cost not known"))
        #expect(text.contains("sudo cpupower frequency-set -g performance"))
        #expect(!(try settings { $0.governor = "performance" }).contains("frequency governor:"))
    }

    @Test func hugePagesThatAreOffAreOneWithTheMeasuredCost() throws {
        let text = try findings {
            $0.records["bandwidth"] = try Examples.slowMemory()
            $0.records["topology"] = try Examples.topology(settings: { $0.transparentHugePages = "never" })
        }
        #expect(text.contains("Transparent huge pages are off: at most "))
        #expect(text.contains("Reading goes at 54.1 (") && text.contains(" GB/s in pages of 4 KiB, and at 60.1 ("))
        #expect(try settings { $0.transparentHugePages = "madvise" }.contains("Small pages read slower"))
        let always = try settings { $0.transparentHugePages = "always" }
        #expect(!always.contains("huge pages are off") && !always.contains("Small pages"))
    }

    @Test func balancingIsOneWhereThereAreSeveralNodes() throws {
        #expect(try settings { $0.numaBalancing = true }.contains("Automatic NUMA balancing is on: cost not known"))
        #expect(!(try settings { $0.numaBalancing = false }).contains("balancing is on"))
        let one = try findings { result in
            result.records["topology"] = try Examples.topology {
                ($0.nodes, $0.distances) = ([$0.nodes[0]], nil)
            } settings: {
                $0.numaBalancing = true
            }
        }
        #expect(!one.contains("balancing is on"))
    }

    @Test func fewerThreadsThatAreFasterAreOne() throws {
        let rates = [(1, 20.0), (16, 300), (32, 200)].map { Examples.scalingRate(.dot, "compact", $0, $1) }
        let text = try findings {
            $0.records["scaling"] = try Examples.record("scaling", Examples.scalingDetails, measurements: rates)
        }
        #expect(text.contains("16 threads are faster than one on each core: "))
        #expect(text.contains("llama-server -m MODEL.gguf -t 16\n"))
        #expect(!(try findings()).contains("faster than one on each core"))
    }

    @Test func aSecondThreadThatHurtsIsOneAndOneThatHelpsIsToldOnce() throws {
        func smt(_ rate: Double, withScaling: Bool) throws -> String {
            try findings { result in
                if !withScaling { result.records["scaling"] = nil }
                result.records["smt"] = try Examples.record(
                    "smt", Examples.smtDetails,
                    measurements: [Examples.smtRate(.dot, 1, 352), Examples.smtRate(.dot, 2, rate)])
            }
        }
        let slower = try smt(300, withScaling: true)
        #expect(slower.contains("makes generation slower: ") && slower.contains("token/s with all 64 threads"))
        #expect(!(try smt(352, withScaling: false)).contains("A second thread"))
        #expect(try smt(400, withScaling: false).contains("makes generation faster: "))
        #expect(!(try smt(400, withScaling: true)).contains("A second thread"))
    }

    @Test func aQuotaAndACpusetAreFindings() throws {
        let quota = try findings { $0.records["topology"] = try Examples.topology { $0.usable.cpuQuota = 8 } }
        #expect(
            quota.contains("A CPU quota stops the threads: ")
                && quota.contains("### 1. A CPU quota stops the threads: at most "))
        #expect(quota.contains("llama-server -m MODEL.gguf -t 8 -tb 8\n"))
        #expect(!quota.contains("Only a part of the machine"))
        let part = try findings {
            $0.records["topology"] = try Examples.topology {
                $0.usable.pus = IDSet(0..<16)
                $0.usable.nodes = IDSet([0])
            }
        }
        #expect(part.contains("may use 16 of 64 logical CPUs and memory of nodes 0 of 0-1 (probe-topology"))
        let all = try findings()
        #expect(!all.contains("quota stops") && !all.contains("Only a part"))
    }

    @Test func whicheverPlacementIsFasterIsTold() throws {
        func interleaved(_ rate: Double) throws -> String {
            try findings { result in
                var cells = Examples.otherBandwidths.filter { $0.labels["study"] != "interleaved" }
                cells += ["0", "1", "all"].map { Examples.cell("read", "none", node: $0, $0 == "all" ? 380 : 190) }
                let labels = Examples.labels("read", "none", "all").merging(
                    ["memory_node": "interleaved", "study": "interleaved"]) { $1 }
                cells.append(
                    Measurement(
                        "bandwidth", unit: "GB/s", labels: labels, samples: Examples.samples(around: rate),
                        stopped: .interval, better: .largest))
                result.records["bandwidth"] = try Examples.record(
                    "bandwidth", BandwidthDetails(placements: [], seed: 1), measurements: cells)
            }
        }
        let slow = try interleaved(60)
        #expect(slow.contains("One node alone is faster than all of them with interleaved memory: "))
        #expect(slow.contains(" llama-server -m MODEL.gguf --numa numactl -t 16 -tb 16 --load-mode none"))
        let fast = try interleaved(370)
        #expect(fast.contains("All nodes with interleaved memory are faster than one node: "))
        #expect(fast.contains("numactl --interleave=all llama-server -m MODEL.gguf --numa distribute -t 32"))
    }

    @Test func otherWorkIsOne() throws {
        let busy = try findings {
            $0.records["smt"] = try Examples.record(
                "smt", Examples.smtDetails, caveats: [Caveat(.busyMachine(busy: 3.5, cpus: 64))],
                measurements: Examples.smtRates)
        }
        #expect(busy.contains("Other work takes a part of the machine: cost not known"))
        #expect(busy.contains("Other work kept 3.5 CPUs busy just before the run."))
        #expect(!(try findings()).contains("takes a part of the machine"))
    }

    @Test func aClockThatFallsIsOne() throws {
        #expect(try findings().contains("The clock falls under load: at most "))
        let steady = try findings {
            $0.records["flops"] = try Examples.record(
                "flops", Examples.flopsDetails,
                measurements: Examples.Peak().measurements + Examples.Peak().sag(to: 3.8))
        }
        #expect(!steady.contains("clock falls") && steady.contains("the clock over seconds"))
    }

    @Test func coresThatShareTheirUnitsAreOne() throws {
        func peaks(_ perCycle: Double) throws -> String {
            let all = Examples.Peak(perCycle: perCycle), one = Examples.Peak(perCycle: 63, cores: 1, kind: "uniform")
            return try findings {
                $0.records["flops"] = try Examples.record(
                    "flops", Examples.flopsDetails, measurements: all.measurements + one.measurements)
            }
        }
        let shared = try peaks(33)
        #expect(shared.contains("Cores do less in a cycle than they should: at most "))
        #expect(
            shared.contains(
                "All 32 cores reach 52 % of the operations per cycle that the table has, and one alone 99 %"))
        #expect(!(try peaks(62)).contains("Cores do less"))
    }

    @Test func aBuildForALesserCPUIsOne() throws {
        func engine(_ differences: [String], expected: [String] = ["avx", "avx2", "avx512", "fma"]) throws -> String {
            try findings { result in
                var inference = InferenceDetails(
                    plan: [], seed: 1, places: [], shapes: [], cacheBytesPerThread: 1, placements: [], missing: [])
                inference.engine = .init(name: "llama.cpp", features: expected)
                result.records["inference"] = try Examples.record("inference", inference)
                try Examples.rate(
                    &result,
                    Examples.engineDetails { details in
                        details.builds.removeLast()
                        details.builds[0].differences = differences
                    })
            }
        }
        let text = try engine(["generation in Q4_K: row, where rows of 8 was expected"])
        #expect(text.contains("The engine's build leaves instructions unused: cost not known"))
        #expect(
            text.contains("GNU 12.2.0 has no code for avx512, which a build for this CPU has")
                && text.contains("make engine\n"))
        #expect(!(try engine([])).contains("instructions unused"))
        // Other paths of an older release are no fault of what it was built for.
        #expect(!(try engine(["generation in Q4_K: row"], expected: ["avx2"])).contains("instructions unused"))
        #expect(try findings().contains("- the engine's build: probe-engine was not run."))
    }

    @Test func theSlowerOfTwoBuildsIsOne() throws {
        let text = try findings { try Examples.rate(&$0) }
        #expect(text.contains("Build 2 of the engine is faster than build 1: cost not known"))
        #expect(text.contains("1.24 × in Q5_K_M (probe-engine;"))
        #expect(text.contains("**Do:** Use build 2 (Clang 21.1.0)."))
        func rate(_ build: String, _ rates: [Double]) -> Measurement {
            Examples.engineRate("usual Q4_K_M", "generation", 64, rates, build: build)
        }
        let rates = Examples.engineRates + [rate("1", [300, 301, 302]), rate("2", [150, 151, 152])]
        let usual = try findings { try Examples.rate(&$0, measurements: rates) }
        #expect(usual.contains("Build 1 of the engine is faster than build 2: ") && usual.contains(" with build 2\n"))
    }

    @Test func aSlowDriveIsOne() throws {
        let slow = try findings {
            $0.records["storage"] = try Examples.record(
                "storage", Examples.storageDetails,
                measurements: [Examples.storageRate("direct", block: 1 << 20, readers: 1, 0.05)])
        }
        #expect(slow.contains("Models load slowly: 98 s of each first load"))
        #expect(slow.contains("~/models &lt;new> is read at 0.050 GB/s"))
        #expect(!(try findings()).contains("Models load slowly"))
    }
}
