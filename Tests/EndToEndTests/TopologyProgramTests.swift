import SystemPackage
import Records
import Testing
import TestSupport

@Suite struct TopologyProgramTests {
    @Test func describesThisMachineAsJSON() async throws {
        let run = try await Command.probe("probe", ["topology", "--format", "json"])
        #expect(run.code == 0)
        let result = try RecordCoding.result(from: Array(run.output.utf8), source: "standard output")
        let record = try #require(try result.record("topology", details: TopologyDetails.self))
        #expect(record.details.isThisMachine)
        #expect(record.details.pus.count >= record.details.cores.count)
        #expect(!record.details.memoryNodes.isEmpty)
    }

    /// The flag reaches the one program that reads modules, and the result remembers who gave it.
    @Test func trustInTheHypervisorIsPassedOn() async throws {
        let folder = try TemporaryFolder()
        let others = "bandwidth,latency,flops,smt,scaling,inference,storage,engine"
        let run = try await Command.probe(
            "probe", ["all", "--trust-dmi", "--skip", others, "--output", "out"], folder: folder.path)
        #expect(run.code == 0, "\(run.errors)")
        let text = try TextFile.read(folder.path.appending("out/result.json"))
        let result = try RecordCoding.result(from: Array(text.utf8), source: "result.json")
        #expect(result.given.trustsDMI == true)
        let record = try #require(try result.record("topology", details: TopologyDetails.self))
        #expect(record.arguments.contains("--trust-dmi") && !record.details.memoryModules.toldByHypervisor)
    }

    /// A folder that udev's database stands in: slots as a table and as rows.
    @Test func slotsAreShownAndListed() async throws {
        let folder = try TemporaryFolder()
        try folder.writeSmallMachine()
        let recorded = try TextFile.read(
            Repository.root.appending("Tests/Fixtures/udev/desktop-ddr4-two-of-four.txt"))
        try folder.write(recorded, to: "run/udev/data/+dmi:id")
        let table = try await Command.probe("probe-topology", ["--topology", folder.path.string])
        #expect(table.code == 0, "\(table.errors)")
        #expect(table.output.contains("Slot (SMBIOS (udev))"))
        #expect(table.output.contains("Memory array 0: system memory, 4 slots, at most 128 GiB, no error correction"))
        let rows = try await Command.probe("probe-topology", ["--topology", folder.path.string, "--format", "csv"])
        let slots = rows.output.split(separator: "\n").filter { $0.hasPrefix("slot,") }
        #expect(
            slots == [
                "slot,ChannelA-DIMM0,machine,,0,,,,,,,,,BANK 0,,,,,,SMBIOS (udev)",
                "slot,ChannelA-DIMM1,machine,DDR4,17179869184,,,,,,,,,BANK 1,2933,3200,64,64,2,SMBIOS (udev)",
                "slot,ChannelB-DIMM0,machine,,0,,,,,,,,,BANK 2,,,,,,SMBIOS (udev)",
                "slot,ChannelB-DIMM1,machine,DDR4,8589934592,,,,,,,,,BANK 3,2667,2667,64,64,1,SMBIOS (udev)",
            ])
    }

    @Test func describesAnotherMachine() async throws {
        let run = try await Command.probe(
            "probe-topology", ["--topology", "package:2 [numa] core:4 pu:2", "--format", "csv"])
        #expect(run.code == 0)
        let rows = run.output.split(separator: "\n").map { $0.prefix { $0 != "," } }
        #expect(rows.count { $0 == "package" } == 2)
        #expect(rows.count { $0 == "core" } == 8)
        #expect(rows.count { $0 == "pu" } == 16)
        #expect(run.output.hasPrefix("object,id,parent,kind,size_bytes,cpus,usable_cpus,"))
        let columns = run.output.split(separator: "\n").map { $0.count { $0 == "," } }
        #expect(Set(columns) == [19], "every row has a cell for each of the 20 columns")
    }

    @Test func everyCoreNamesItsDie() async throws {
        let run = try await Command.probe(
            "probe-topology", ["--topology", "package:2 die:2 core:1 pu:1", "--format", "csv"])
        #expect(run.output.contains("\ndie,3,package 1,,,3,3,3,,,,,,,,,,,,\n"))
        #expect(run.output.contains("\ncore,3,package 1,uniform,,3,3,3,,,,,,,,,,,,\n"))
        #expect(run.output.contains("\npu,3,core 3,,,3,3,3,,,,,,,,,,,,\n"))
    }

    @Test func aMachineWithHMATIsShownWithItsClaims() async throws {
        let folder = try TemporaryFolder()
        try folder.writeSmallMachine()
        let path = folder.path.string
        let without = try await Command.probe("probe-topology", ["--topology", path])
        #expect(without.code == 0, "\(without.errors)")
        #expect(!without.output.contains("irmware"))

        let node = "sys/devices/system/node/node0/access1/initiators"
        for (name, text) in ["read_bandwidth": "205000", "write_bandwidth": "102000", "read_latency": "80"] {
            try folder.write(text + "\n", to: "\(node)/\(name)")
        }
        try folder.write("0-1\n", to: "\(node)/node0/cpulist")
        let table = try await Command.probe("probe-topology", ["--topology", path])
        #expect(table.output.contains("Firmware GB/s") && table.output.contains("205 / 102"))
        #expect(table.output.contains("they are not measurements."))
        let rows = try await Command.probe("probe-topology", ["--topology", path, "--format", "csv"])
        #expect(rows.output.contains(",0-1,0-1,,0,205000,102000,80,,,,,,,,\n"))
    }

    @Test func aFileThatIsNoTopologyIsAnErrorAndNeverThisMachine() async throws {
        let folder = try TemporaryFolder()
        try folder.write("<topology><object", to: "cut.xml")
        for format in ["table", "json", "csv"] {
            let run = try await Command.probe(
                "probe-topology", ["--topology", folder.path.appending("cut.xml").string, "--format", format])
            #expect(run.code == 65)
            #expect(run.output.isEmpty)
            #expect(run.errors.contains("cut.xml"))
        }
        let missing = try await Command.probe("probe-topology", ["--topology", "/nowhere/x.xml"])
        #expect(missing.code == 66)
        #expect(missing.errors.contains("/nowhere/x.xml"))
    }

    @Test(arguments: [("HWLOC_SYNTHETIC", "package:2 core:2 pu:1", Int32(69)), ("HWLOC_XMLFILE", "/nowhere.xml", 66)])
    func anotherMachineIsNeverMeasured(variable: String, source: String, code: Int32) async throws {
        let run = try await Command.probe(
            "probe-bandwidth", ["--quick", "--format", "csv"], environment: [variable: source])
        #expect(run.code == code)
        #expect(run.output.isEmpty)
        #expect(run.errors.contains(variable))
    }
}

/// What keeps hwloc from reading this machine is named, and no file that nobody gave.
@Suite struct UnreadableMachineTests {
    @Test func variablesOfHwlocAreNamed() async throws {
        let run = try await Command.probe("probe-topology", environment: ["HWLOC_COMPONENTS": "stop"])
        #expect(run.code == 69 && run.output.isEmpty)
        #expect(run.errors.contains("cannot read this machine's topology: "), "\(run.errors)")
        #expect(run.errors.contains("Unset HWLOC_COMPONENTS") && !run.errors.contains("XML"), "\(run.errors)")
    }

    @Test func aListOfCPUsThatIsNoneIsNamed() async throws {
        let folder = try TemporaryFolder()
        try folder.write("-1\n", to: "online")
        let online = "/sys/devices/system/cpu/online"
        let run = try await Command.run(
            "unshare",
            [
                "-rm", "sh", "-c", "mount --bind '\(folder.path)/online' \(online) || exit 99; exec \"$0\"",
                Repository.programs.appending("probe-topology").string,
            ])
        if run.code == 99 { try Test.cancel("nothing can be mounted there: \(run.errors)") }
        #expect(run.code == 69 && run.errors.contains("\(online) says '-1'"), "\(run.code) \(run.errors)")
    }
}

extension TemporaryFolder {
    /// One package of two cores, with one node: as much of /sys and /proc as hwloc needs.
    fileprivate func writeSmallMachine() throws {
        let system = "sys/devices/system"
        for (name, text) in ["possible": "0-1", "present": "0-1", "online": "0-1"] {
            try write(text + "\n", to: "\(system)/cpu/\(name)")
        }
        for (cpu, mask) in [(0, "1"), (1, "2")] {
            let files = [
                "core_cpus": mask, "thread_siblings": mask, "package_cpus": "3", "core_siblings": "3",
                "core_id": "\(cpu)", "physical_package_id": "0",
            ]
            for (name, text) in files { try write(text + "\n", to: "\(system)/cpu/cpu\(cpu)/topology/\(name)") }
        }
        try write("0\n", to: "\(system)/node/online")
        for (name, text) in ["cpumap": "3", "cpulist": "0-1", "distance": "10", "meminfo": "Node 0 MemTotal: 1024 kB"] {
            try write(text + "\n", to: "\(system)/node/node0/\(name)")
        }
        try write("MemTotal: 1024 kB\n", to: "proc/meminfo")
    }
}

/// The eight machines of the shared collection, where PROBE_TOPOLOGIES names its folder.
@Suite(.enabled(if: SharedTopologies.folder != nil, "\(SharedTopologies.missing)"))
struct SharedTopologyTests {
    /// Packages, cores, threads, nodes with memory, nodes without CPUs, kinds of core, L3 caches.
    private static let shapes: [String: [Int]] = [
        "16em64t-4s2c2t.tar.bz2": [4, 8, 16, 1, 0, 1, 4],
        "16em64t-4s2c2t-offlines.tar.bz2": [4, 7, 12, 1, 0, 1, 4],
        "16amd64-8n2c-cpusets.tar.bz2": [8, 15, 15, 8, 0, 1, 0],
        "20em64t-hybrid-1p6c2t+2ca4co1t.tar.bz2": [1, 14, 20, 1, 0, 2, 1],
        "2arm-2c.tar.bz2": [1, 2, 2, 1, 0, 1, 0],
        "24em64t-2n6c2t-pci.xml": [2, 12, 24, 2, 0, 1, 2],
        "64intel64-fakeKNL-SNC4-hybrid.xml": [1, 16, 64, 8, 4, 1, 0],
        "epyc-corona.xml": [2, 48, 96, 8, 0, 1, 16],
    ]

    @Test(arguments: shapes.keys.sorted())
    func isDescribedRightly(name: String) async throws {
        let folder = try TemporaryFolder()
        let run = try await Command.probe(
            "probe-topology", ["--topology", try await SharedTopologies.source(name, in: folder), "--format", "json"])
        #expect(run.code == 0, "\(run.errors)")
        let result = try RecordCoding.result(from: Array(run.output.utf8), source: name)
        let details = try #require(try result.record("topology", details: TopologyDetails.self)).details
        #expect(!details.isThisMachine)
        let shape = [
            details.packages, details.cores.count, details.pus.count, details.memoryNodes.count,
            details.nodes.count(where: \.pus.isEmpty), details.coreKinds.count, details.dataCaches(level: 3).count,
        ]
        #expect(shape == Self.shapes[name])
    }

    @Test func whatACpusetAllowsIsToldFromWhatExists() async throws {
        let folder = try TemporaryFolder()
        let path = try await SharedTopologies.source("16amd64-8n2c-cpusets.tar.bz2", in: folder)
        let run = try await Command.probe("probe-topology", ["--topology", path])
        #expect(run.output.contains("CPUs 0-3,5-6,12-15 of 0-3,5-15, memory of nodes 1-4 of 0-7"))
        #expect(run.output.contains("A process there may use"))
    }

    @Test(arguments: shapes.keys.sorted())
    func isNeverMeasured(name: String) async throws {
        let folder = try TemporaryFolder()
        let path = try await SharedTopologies.source(name, in: folder)
        let variable = name.hasSuffix(".xml") ? "HWLOC_XMLFILE" : "HWLOC_FSROOT"
        let run = try await Command.probe(
            "probe-bandwidth", ["--quick", "--format", "csv"], environment: [variable: path])
        #expect(run.code == 69)
        #expect(run.output.isEmpty)
        #expect(run.errors.contains("it is not the machine this program runs on"))
    }
}
