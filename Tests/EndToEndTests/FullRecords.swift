import Records
import Statistics

/// Records in which every optional member is there, of machines that nobody has.
enum FullRecords {
    static func result() throws -> [UInt8] {
        var given = GivenFacts(memory: "12x DDR5-4800")
        given.channels = 12
        given.megatransfers = 4800
        given.chiplets = 8
        given.fabricGHz = 1.8
        given.trustsDMI = true
        var result = RunResult(
            host: "example", startedAt: "2026-01-02T03:04:05Z", command: ["probe", "all"], given: given)
        result.runs = [
            ProbeRun(name: "later", program: "probe-later", outcome: .failed, reason: "an example", seconds: 1)
        ]
        let unknown = JSONValue.object(["anything": .array([.integer(1), .null])])
        result.records = [
            "topology": try value(topology), "engine": try value(engine, probe: "engine"),
            "later": try value(unknown, probe: "later"),
        ]
        return try RecordCoding.encode(result)
    }

    /// What SMT can be.
    static func smt() throws -> [[UInt8]] {
        let states: [SMTState] = [
            .on(threadsPerCore: 2), .partly(threadsPerCore: 2, cores: 1, of: 2, reason: "an example"),
            .siblingsNotUsable(notAllowed: IDSet([2, 3]), offline: IDSet([])), .off(control: "off"),
            .absent(control: nil), .absent(control: "notsupported"), .hidden(hypervisor: "KVM"),
        ]
        return try states.map { state in
            try RecordCoding.encode(
                record("smt", SMTDetails(plan: [], seed: 1, state: state, cores: [IDSet([0, 1])], placements: [])))
        }
    }

    private static func value<Details: Codable & Sendable>(_ details: Details, probe: String = "topology") throws
        -> JSONValue
    {
        let bytes = try RecordCoding.encode(record(probe, details))
        return try RecordCoding.record(from: bytes, source: "example", probe: probe)
    }

    private static func record<Details: Codable & Sendable>(_ probe: String, _ details: Details) -> Record<Details> {
        var environment = Environment(host: "example", kernel: "Linux 6.1 x86_64")
        environment.cpu = "Example"
        environment.virtualization = "KVM"
        environment.transparentHugePages = "madvise"
        environment.numaBalancing = true
        environment.governor = "powersave, performance"
        environment.busyCPUs = 0.5
        environment.cpuQuota = 1.5
        environment.availableMemory = 1 << 30
        let noise = NoiseReading(
            waitSeconds: 0.1, stealSeconds: 0.2, quotaCPUs: 1.5, periods: 4, throttledPeriods: 3,
            throttledSeconds: 0.3)
        let caveats: [Caveat.Kind] = [
            .numaBalancing, .cpuQuota(cpus: 1.5), .fewerNodesAllowed(allowed: IDSet([0]), existing: IDSet([0, 1])),
            .cacheSizeDiffers(curve: "latency", level: nil, told: nil, seen: 1 << 20),
        ]
        return Record(
            probe: probe, arguments: ["--quick"], startedAt: "2026-01-02T03:04:05Z", seconds: 9,
            environment: environment, caveats: caveats.map { Caveat($0) },
            measurements: [
                Measurement(
                    "hops", unit: "ns", labels: ["from": "0"],
                    samples: [Sample(value: 12, seconds: 1, noise: noise)], stopped: .signal, better: .smallest),
                Measurement("hops", unit: "ns", labels: ["from": "1"], notMeasured: "an example"),
                Measurement(
                    "hops", unit: "ns", labels: ["from": "2"],
                    takenAway: TakenAway(
                        cpus: IDSet([2, 3]), online: IDSet([0, 2]), allowed: IDSet([2]), nodes: IDSet([1]))),
            ], details: details, endedBySignal: 15)
    }

    private static var topology: TopologyDetails {
        var cpu = CPUIdentity()
        (cpu.vendor, cpu.name, cpu.family, cpu.model, cpu.stepping) = ("Example", "Example 9000", 1, 2, 3)
        (cpu.architecture, cpu.features) = ("x86_64", ["AVX2"])
        let firmware = FirmwareMemory(
            initiators: IDSet([0]), readBandwidthMBs: 1, writeBandwidthMBs: 2, readLatencyNs: 3, writeLatencyNs: 4)
        var topology = TopologyDetails(
            source: "this machine", isThisMachine: true, cpu: cpu, packages: 1, dies: 1,
            cores: [Core(id: 0, package: 0, die: 0, kind: 0, node: 0, pus: IDSet([0, 1]))],
            coreKinds: [CoreKind(name: "uniform", cores: 1, maxMHz: 5000)],
            caches: [Cache(level: 3, type: "memory-side", size: 1 << 20, pus: IDSet([0, 1]))],
            nodes: [NUMANode(id: 0, memory: 1 << 30, pus: IDSet([0, 1]), kind: "DRAM", firmware: firmware)],
            distances: [[10]], offlineCPUs: IDSet([7]),
            usable: Usable(pus: IDSet([0]), nodes: IDSet([0]), memoryLimit: 1 << 29, cpuQuota: 0.5, quotaUnseen: true),
            memoryModules: memory)
        topology.fabric = FabricClocks(
            sockets: [FabricClocks.Socket(fabricMHz: 1800, memoryMHz: 2400, maxGBs: 460)], source: "HSMP (sysfs)",
            unknown: "an example")
        return topology
    }

    private static var engine: EngineDetails {
        var build = EngineDetails.Build(id: "1", engine: "llama.cpp", foundBy: "PATH")
        (build.number, build.commit, build.compiler) = (1, "abc", "GNU 12.2.0")
        (build.library, build.backends) = ("libggml-cpu-haswell.so", "CPU")
        (build.features, build.differences) = (["avx2"], ["an example"])
        var engine = EngineDetails(seed: 1)
        engine.plan = [PlannedStudy(study: "rates", cells: 1, seconds: 1, leftOut: 1)]
        engine.builds = [build]
        engine.models = [
            .init(
                name: "usual Q4_K_M", format: "Q4_K_M", architecture: "llama", layers: 2, embedding: 2048, heads: 32,
                kvHeads: 8, headDimension: 64, feedForward: 8192, vocabulary: 16_384, experts: 0, activeExperts: 0,
                tiedEmbeddings: true, bytes: 1 << 27)
        ]
        engine.trials = [
            .init(
                build: "1", phase: "generation", option: "-t", value: "1", usual: "2", gain: 1, low: 0.9, high: 1.1,
                pairs: 4)
        ]
        (engine.directory, engine.fileSystem) = ("~/.cache", "ext4")
        (engine.threads, engine.notes) = ([1, 2], ["an example"])
        return engine
    }

    private static var memory: MemoryModules {
        var module = MemoryModule(
            locator: "DIMM_A1", size: 1 << 30, type: "DDR5", configuredMTs: 4800, ratedMTs: 5600, dataWidth: 64)
        (module.totalWidth, module.bank, module.array, module.ranks) = (80, "P0 CHANNEL A", 0, 2)
        (module.formFactor, module.technology) = ("DIMM", "DRAM")
        (module.manufacturer, module.partNumber) = ("Example", "EX-1")
        var modules = MemoryModules(
            modules: [module], source: "SMBIOS (table)", unknown: "an example", toldByHypervisor: true)
        modules.arrays = [
            MemoryArray(use: "system memory", errorCorrection: "multi-bit ECC", slots: 2, capacity: 1 << 40)
        ]
        modules.sockets = [
            ProcessorSocket(
                designation: "CPU0", isPopulated: true, version: "Example 9000", cores: 1, threads: 2, maxMHz: 5000,
                currentMHz: 4000)
        ]
        return modules
    }
}
