import Statistics
import Records

/// Records made by hand. They are examples of shape, never measurements.
enum Examples {
    private static let firstSocket = IDSet(Array(0..<16) + Array(32..<48))
    private static let secondSocket = IDSet(Array(16..<32) + Array(48..<64))

    static let twoSocketTopology = TopologyDetails(
        source: "this machine", isThisMachine: true,
        cpu: {
            var cpu = CPUIdentity()
            cpu.name = "Example CPU <9000>"
            cpu.vendor = "Example"
            cpu.features = ["AVX2", "AVX-512 F", "AVX-512 VNNI", "AMX INT8"]
            return cpu
        }(),
        packages: 2, dies: nil,
        cores: (0..<32).map { Core(id: $0, package: $0 / 16, kind: 0, node: $0 / 16, pus: IDSet([$0, $0 + 32])) },
        coreKinds: [CoreKind(name: "uniform", cores: 32)],
        caches: [
            Cache(level: 3, type: "unified", size: 32 << 20, pus: firstSocket),
            Cache(level: 3, type: "unified", size: 32 << 20, pus: secondSocket),
        ],
        nodes: [
            NUMANode(id: 0, memory: 64 << 30, pus: firstSocket),
            NUMANode(id: 1, memory: 64 << 30, pus: secondSocket),
        ],
        distances: [[10, 21], [21, 10]], offlineCPUs: IDSet([]),
        usable: Usable(pus: IDSet(0..<64), nodes: IDSet([0, 1])),
        memoryModules: MemoryModules(
            modules: [], source: nil,
            unknown: "permission denied to read the SMBIOS table: run as root, or pass --memory",
            toldByHypervisor: false))

    static func cell(_ kernel: String, _ stores: String, node: String, _ value: Double) -> Measurement {
        let samples = (0..<12).map { Sample(value: value * (1 + 0.001 * Double($0 % 5)), seconds: 0.02) }
        return Measurement(
            "bandwidth", unit: "GB/s", labels: labels(kernel, stores, node), samples: samples, stopped: .interval,
            better: .largest)
    }

    static func labels(_ kernel: String, _ stores: String, _ node: String) -> [String: String] {
        [
            "kernel": kernel, "stores": stores, "isa": "avx2", "credited_bytes": "24",
            "moved_bytes": stores == "regular" ? "32" : "24", "threads": node == "all" ? "32" : "16", "cpu_node": node,
            "memory_node": node,
        ]
    }

    static func record<Details: Codable & Sendable>(
        _ probe: String, _ details: Details, caveats: [Caveat] = [], measurements: [Measurement] = []
    ) throws -> JSONValue {
        let record = Record(
            probe: probe, arguments: [], startedAt: "2026-01-02T03:04:05Z", seconds: 9,
            environment: Environment(host: "example", kernel: "Linux 6.1 x86_64"), caveats: caveats,
            measurements: measurements, details: details)
        return try RecordCoding.record(from: try RecordCoding.encode(record), source: "example", probe: probe)
    }

    /// Made once: reading its records from JSON takes longer than making a report.
    private static let server = Result { try makeTwoSocketServer() }

    static func twoSocketServer() throws -> RunResult { try server.get() }

    private static func makeTwoSocketServer() throws -> RunResult {
        var result = RunResult(
            host: "example-two-socket", startedAt: "2026-01-02T03:04:05Z",
            command: ["probe", "all", "--memory", "24x DDR5-4800"], given: GivenFacts(memory: "24x DDR5-4800"))
        result.seconds = 61
        result.runs = [
            ProbeRun(name: "topology", program: "probe-topology", outcome: .succeeded, seconds: 0.1),
            ProbeRun(name: "bandwidth", program: "probe-bandwidth", outcome: .succeeded, seconds: 60),
            ProbeRun(name: "latency", program: "probe-latency", outcome: .succeeded, seconds: 20),
            ProbeRun(name: "flops", program: "probe-flops", outcome: .succeeded, seconds: 30),
            ProbeRun(name: "smt", program: "probe-smt", outcome: .succeeded, seconds: 10),
            ProbeRun(name: "scaling", program: "probe-scaling", outcome: .succeeded, seconds: 40),
            ProbeRun(name: "storage", program: "probe-storage", outcome: .succeeded, seconds: 15),
            ProbeRun(name: "later", program: "probe-later", outcome: .succeeded, seconds: 1),
            ProbeRun(
                name: "broken", program: "probe-broken", outcome: .failed, reason: "exit code 3: <oops>",
                seconds: 0),
        ]
        let figures = ["0", "1", "all"].flatMap { node in
            let scale = node == "all" ? 2.0 : 1
            return [
                cell("read", "none", node: node, 190 * scale), cell("triad", "regular", node: node, 150 * scale),
                cell("triad", "nontemporal", node: node, 180 * scale),
            ]
        }
        let missing = Measurement(
            "bandwidth", unit: "GB/s", labels: labels("copy", "regular", "1"), notMeasured: "an example of a reason")
        let placement = ArrayPlacement(
            node: 0, arrayBytes: 128 << 20, cacheBytes: 32 << 20, placedBy: "mbind", pagesAsked: 98_304,
            pagesOnNode: 98_304, hugeShare: 1)
        result.records["topology"] = try record(
            "topology", twoSocketTopology, caveats: [Caveat(.governor(name: "powersave"))])
        result.records["bandwidth"] = try record(
            "bandwidth", BandwidthDetails(placements: [placement], seed: 1, levels: cacheLevels),
            caveats: [Caveat(.governor(name: "powersave"))],
            measurements: figures + [missing] + otherBandwidths)
        result.records["latency"] = try record(
            "latency",
            LatencyDetails(
                placements: [], seed: 1, levels: cacheLevels, handoverCPUs: IDSet([0, 1, 16, 17]), plan: []),
            measurements: latencies)
        result.records["flops"] = try record("flops", flopsDetails, measurements: peaks)
        result.records["smt"] = try record("smt", smtDetails, measurements: smtRates)
        result.records["scaling"] = try record("scaling", scalingDetails, measurements: scalingRates)
        result.records["storage"] = try record("storage", storageDetails, measurements: storageRates)
        result.records["later"] = try record(
            "later", JSONValue.object([:]),
            measurements: [
                Measurement(
                    "hops", unit: "ns", labels: ["from": "0"], samples: [Sample(value: 12, seconds: 1)],
                    stopped: .count,
                    better: .smallest)
            ])
        return result
    }
}
