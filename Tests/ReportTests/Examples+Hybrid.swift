import Records
import Statistics

/// A desktop with cores of two kinds, made by hand: six with two threads each, and eight slower ones.
enum HybridDesktop {
    static let fast = Array(0..<6)
    static let slow = Array(0..<8)
    private static let all = IDSet(0..<20)
    /// One PU of every fast core, then of every slow one.
    static let coreCPUs = fast.map { 2 * $0 } + slow.map { 12 + $0 }

    static let topology: TopologyDetails = {
        var modules = MemoryModules(
            modules: ["A1", "A2", "B1", "B2"].map(slot), source: "SMBIOS (udev)", toldByHypervisor: false)
        modules.arrays = [MemoryArray(use: "system memory", slots: 4, capacity: 128 << 30)]
        return TopologyDetails(
            source: "this machine", isThisMachine: true, cpu: cpu, packages: 1, cores: cores,
            coreKinds: [
                CoreKind(name: "efficiency", cores: 8, maxMHz: 3600),
                CoreKind(name: "performance", cores: 6, maxMHz: 4900),
            ],
            caches: fast.flatMap { cache(1, 48 << 10, pair($0)) + cache(2, 1280 << 10, pair($0)) }
                + slow.flatMap { cache(1, 32 << 10, [12 + $0]) }
                + cache(2, 2 << 20, Array(12..<16)) + cache(2, 2 << 20, Array(16..<20))
                + cache(3, 24 << 20, all.ids),
            nodes: [NUMANode(id: 0, memory: 32 << 30, pus: all)], offlineCPUs: IDSet([]),
            usable: Usable(pus: all, nodes: IDSet([0])), memoryModules: modules)
    }()

    private static var cpu: CPUIdentity {
        var cpu = CPUIdentity()
        (cpu.name, cpu.vendor, cpu.family, cpu.model) = ("Example Hybrid 9000", "GenuineIntel", 6, 151)
        cpu.features = ["AVX2", "FMA", "AVX-VNNI"]
        return cpu
    }

    private static var cores: [Core] {
        fast.map { Core(id: $0, package: 0, kind: 1, node: 0, pus: IDSet(pair($0))) }
            + slow.map { Core(id: 6 + $0, package: 0, kind: 0, node: 0, pus: IDSet([12 + $0])) }
    }

    private static func pair(_ core: Int) -> [Int] { [2 * core, 2 * core + 1] }

    private static func cache(_ level: Int, _ size: Int, _ pus: [Int]) -> [Cache] {
        [Cache(level: level, type: level == 1 ? "data" : "unified", size: size, pus: IDSet(pus))]
    }

    /// The second slot of either channel is fitted, as boards ask.
    private static func slot(_ name: String) -> MemoryModule {
        guard name.hasSuffix("2") else { return MemoryModule(locator: "DIMM_\(name)", size: 0) }
        return MemoryModule(
            locator: "DIMM_\(name)", size: 16 << 30, type: "DDR5", configuredMTs: 4800, ratedMTs: 4800, dataWidth: 64)
    }

    static func figure(
        _ quantity: String, _ unit: String, _ value: Double, _ labels: [String: String], better: BetterEnd = .largest
    ) -> Measurement {
        Measurement(
            quantity, unit: unit, labels: labels, samples: Examples.samples(around: value), stopped: .interval,
            better: better)
    }

    static func record<Details: Codable & Sendable>(
        _ probe: String, _ details: Details, _ measurements: [Measurement] = []
    ) throws -> JSONValue {
        var environment = Environment(host: "example-hybrid-desktop", kernel: "Linux 6.1 x86_64")
        (environment.transparentHugePages, environment.governor) = ("madvise", "performance")
        return try Examples.record(probe, details, in: environment, measurements: measurements)
    }

    /// All of its records.
    static func result() throws -> RunResult {
        var result = RunResult(
            host: "example-hybrid-desktop", startedAt: "2026-01-02T03:04:05Z", command: ["probe", "all"],
            given: GivenFacts())
        result.seconds = 120
        result.records = [
            "topology": try record("topology", topology),
            "bandwidth": try record(
                "bandwidth", BandwidthDetails(placements: [placement], seed: 1, levels: levels), bandwidths),
            "latency": try record("latency", latencyDetails, latencies),
            "flops": try record("flops", flopsDetails, peaks),
            "smt": try record("smt", smtDetails, smtRates),
            "scaling": try record("scaling", scalingDetails, scalingRates),
            "inference": try record("inference", inferenceDetails, inferenceRates),
        ]
        result.runs = ["topology", "bandwidth", "latency", "flops", "smt", "scaling", "inference"].map {
            ProbeRun(name: $0, program: "probe-\($0)", outcome: .succeeded, seconds: 17)
        }
        result.runs.append(
            ProbeRun(
                name: "storage", program: "probe-storage", outcome: .skipped, reason: "left out with --skip",
                seconds: 0))
        return result
    }
}
