import FoundationEssentials
import Records
import SystemPackage
import Testing
import TestSupport

/// `probe all --dry-run` on other machines: within the time, and within four fifths of each node's memory.
@Suite struct PlanTests {
    /// What it prints as JSON.
    private struct Plan: Decodable {
        let source: String
        let budgetSeconds: Double
        let seconds: Double
        let programs: [Program]

        struct Program: Decodable {
            let name: String
            let plan: RunPlan?
            let reason: String?
        }
    }

    private static let all = ["bandwidth", "latency", "flops", "smt", "scaling", "inference", "storage", "engine"]

    /// The standard time, a short one, one that is enough for next to nothing, and one between.
    private static let times = [[], ["--quick"], ["--time-budget", "2s"], ["--time-budget", "10s"]]

    private func plan(_ source: String, _ options: [String]) async throws -> Plan {
        let run = try await Command.probe(
            "probe", ["all", "--dry-run", "--format", "json", "--topology", source] + options)
        #expect(run.code == 0 && run.errors.isEmpty, "\(source) \(options): \(run.code) \(run.errors)")
        return try JSONDecoder().decode(Plan.self, from: Data(run.output.utf8))
    }

    /// - Returns: the plan, whose time and memory were checked.
    @discardableResult
    private func checked(_ source: String, _ options: [String], standard: ClosedRange<Double>) async throws -> Plan {
        let plan = try await plan(source, options)
        let place = "\(source) \(options)"
        #expect(plan.programs.map(\.name) == Self.all, "\(place)")
        #expect(plan.seconds > 0 && plan.seconds <= plan.budgetSeconds, "\(place)")
        if options.isEmpty { #expect(standard.contains(plan.budgetSeconds), "\(place): \(plan.budgetSeconds)") }
        for program in plan.programs {
            let own = try #require(program.plan, "\(place) \(program.name): \(program.reason ?? "")")
            #expect(own.seconds <= own.budgetSeconds + 0.001, "\(place) \(program.name): \(own.seconds)")
            #expect(own.cells > 0 || !own.notPlanned.isEmpty, "\(place) \(program.name)")
            for node in own.memory {
                let room = try #require(node.roomBytes)
                #expect(node.bytes > 0 && node.bytes <= room / 10 * 8, "\(place) \(program.name): \(node)")
            }
            #expect(Set(own.memory.map(\.node)).count == own.memory.count)
        }
        let measured = plan.programs.filter { ["bandwidth", "latency", "inference", "scaling"].contains($0.name) }
        #expect(measured.allSatisfy { ($0.plan?.cells ?? 0) > 0 && $0.plan?.memory.isEmpty == false }, "\(place)")
        return plan
    }

    @Test(
        .enabled(if: SharedTopologies.folder != nil, "\(SharedTopologies.missing)"),
        arguments: [
            "16amd64-8n2c-cpusets.tar.bz2", "16em64t-4s2c2t-offlines.tar.bz2", "16em64t-4s2c2t.tar.bz2",
            "20em64t-hybrid-1p6c2t+2ca4co1t.tar.bz2", "2arm-2c.tar.bz2", "24em64t-2n6c2t-pci.xml",
            "64intel64-fakeKNL-SNC4-hybrid.xml", "epyc-corona.xml",
        ])
    func sharedMachines(name: String) async throws {
        let folder = try TemporaryFolder()
        let source = try await SharedTopologies.source(name, in: folder)
        for options in Self.times { try await checked(source, options, standard: 150...180) }
    }

    @Test(arguments: [
        // One processor; sparse ids; small nodes; caches larger than memory, and of 1 GB; many threads of a core.
        "pu:1", "package:2 node:1(indexes=3,7) core:2 pu:1", "node:2(memory=64MB) l3:1(size=1GB) core:4 pu:2",
        "node:4(memory=400GB) l3:1(size=1GB) core:64 pu:2", "node:8(memory=3GB) core:1 pu:16",
        // Room for all that latency uses at once, and for no more.
        "node:2(memory=520MB) l3:1(size=64MB) core:4 pu:2",
        "package:1 node:1(memory=2TB) l3:16(size=32MB) core:64 pu:2",
    ])
    func inventedMachines(source: String) async throws {
        for options in Self.times { try await checked(source, options, standard: 150...180) }
    }

    /// 32 nodes and 2048 processors.
    @Test(arguments: [
        "node:32(memory=64MB) core:32 pu:2", "node:32(memory=1TB) l3:1(size=1GB) core:32 pu:2",
        "node:32(memory=2GB) l3:1(size=1GB) core:64 pu:1", "package:32 node:1(memory=16GB) core:64 pu:1",
    ])
    func bigIron(source: String) async throws {
        for options in Self.times { try await checked(source, options, standard: 480...480) }
        let standard = try await plan(source, [])
        let bandwidth = try #require(standard.programs.first { $0.name == "bandwidth" }?.plan)
        let planned = Dictionary(uniqueKeysWithValues: bandwidth.parts.map { ($0.study, $0) })
        #expect((planned["loops"]?.cells ?? 0) >= 2 * 33, "read and triad on every node and on all at once")
        #expect((planned["matrix"]?.cells ?? 0) >= 32, "each node is met")
        #expect(bandwidth.memory.count == 32)
    }
}

/// What it says, and what it is not told.
@Suite struct PlanTextTests {
    @Test func theTextHasPartsTimeAndMemory() async throws {
        let run = try await Command.probe(
            "probe",
            ["all", "--dry-run", "--topology", "node:2(memory=64MB) l3:1(size=1GB) core:4 pu:2", "--skip", "smt"])
        #expect(run.code == 0 && run.errors.isEmpty, "\(run.errors)")
        #expect(run.output.hasPrefix("What probe all would measure on synthetic topology node:2"))
        for text in ["matrix_vector", "handover", "A temporary file of", "Of its room", " figures in about "] {
            #expect(run.output.contains(text), "\(text): \(run.output)")
        }
        #expect(!run.output.contains("\nsmt\n") && run.output.contains("\nscaling\n"))
        // Nodes that are alike are one line.
        #expect(run.output.contains("\n0-1  "), "\(run.output)")
    }

    /// This machine's own free memory, and a size that was asked for.
    @Test func thisMachineIsPlannedToo() async throws {
        let run = try await Command.probe(
            "probe-bandwidth", ["--dry-run", "--format", "json", "--array-size", "8MiB"])
        #expect(run.code == 0, "\(run.errors)")
        let result = try RecordCoding.result(from: Array(run.output.utf8), source: "the plan")
        let record = try #require(try result.record("bandwidth", details: BandwidthDetails.self))
        let plan = try #require(record.dryRun)
        #expect(record.measurements.isEmpty && record.details.plan == plan.parts)
        // Three arrays; two such sets where page sizes are compared.
        #expect(plan.memory.map(\.bytes).max() == 2 * 3 * 8 << 20)
        #expect(plan.memory.allSatisfy { ($0.roomBytes ?? 0) > 8 << 20 })
    }

    @Test func rowsAreOneForEachPart() async throws {
        let run = try await Command.probe(
            "probe", ["all", "--dry-run", "--format", "csv", "--topology", "node:2 core:2 pu:1"])
        let lines = run.output.split(whereSeparator: \.isNewline)
        #expect(lines.first == "program,part,figures,left_out,seconds")
        #expect(lines.contains { $0.hasPrefix("bandwidth,matrix,4,0,") } && lines.count > 15, "\(run.output)")
    }

    @Test(arguments: [
        (["--format", "json"], 64, "--format is for --dry-run"),
        (["--topology", "pu:2"], 64, "which only --dry-run can be asked about"),
        (["--dry-run", "--topology", "/nowhere.xml"], 66, "there is no such file"),
        (["--dry-run", "--topology", "node:x"], 65, "hwloc does not accept it"),
        (["--dry-run", "--topology", "node:1000(memory=1GB) pu:1000"], 69, "more than 8192 processors"),
        (["--dry-run", "--skip", "nothing"], 64, "there is no program probe-nothing"),
    ])
    func wrongInputIsExplained(arguments: [String], code: Int32, text: String) async throws {
        let run = try await Command.probe("probe", ["all"] + arguments)
        #expect(run.code == code && run.errors.contains(text), "\(run.code) \(run.errors)")
        #expect(run.output.isEmpty)
    }

    /// A node that does not exist: no program has a plan, and each says why.
    @Test func programsWithoutAPlanSayWhy() async throws {
        let run = try await Command.probe(
            "probe", ["all", "--dry-run", "--nodes", "77", "--topology", "node:2 core:2 pu:1"])
        #expect(run.code == 1)
        #expect(run.output.contains("latency: exit code 69: probe: cannot measure node 77"), "\(run.output)")
    }

    @Test(arguments: ["bandwidth", "latency", "flops", "smt", "scaling", "inference", "storage", "engine"])
    func everyProgramHasTheSameOptions(name: String) async throws {
        let wrong = try await Command.probe("probe-\(name)", ["--topology", "pu:2"])
        #expect(wrong.code == 64 && wrong.errors.contains("which only --dry-run can be asked about"))
        let run = try await Command.probe(
            "probe-\(name)", ["--dry-run", "--topology", "node:2(memory=4GB) core:2 pu:2"])
        #expect(run.code == 0 && run.output.hasPrefix("What would be measured\n"), "\(run.errors) \(run.output)")
        #expect(run.output.contains("; at most "), "\(run.output)")
    }
}

/// How long a person waits for it.
@Suite struct PlanTimeProgramTests {
    /// Nine programs look at the machine and seven plan, which together takes 11 to 15 times as long as one that only
    /// looks: a second where that takes 80 ms.
    @Test func planningABigMachineTakesLittleMoreThanLookingAtIt() async throws {
        let machine = ["--format", "json", "--topology", "node:32(memory=64GB) l3:2(size=64MB) core:32 pu:2"]
        func time(_ program: String, _ arguments: [String] = []) async throws -> Duration {
            try await Command.processorTime(Repository.programs.appending(program).string, arguments + machine)
        }
        let times = try await timesAsLong(limit: 25, as: { try await time("probe-topology") }) {
            try await time("probe", ["all", "--dry-run"])
        }
        #expect(times < 25)
    }
}
