import SystemPackage
import Records
import Testing
import TestSupport

#if canImport(Glibc)
    import Glibc
#endif

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

    @Test func describesAnotherMachine() async throws {
        let run = try await Command.probe(
            "probe-topology", ["--topology", "package:2 [numa] core:4 pu:2", "--format", "csv"])
        #expect(run.code == 0)
        let rows = run.output.split(separator: "\n").map { $0.prefix { $0 != "," } }
        #expect(rows.count { $0 == "package" } == 2)
        #expect(rows.count { $0 == "core" } == 8)
        #expect(rows.count { $0 == "pu" } == 16)
        #expect(run.output.hasPrefix("object,id,parent,kind,size_bytes,cpus,usable_cpus\n"))
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

/// The eight machines of the shared collection, where PROBE_TOPOLOGIES names its folder.
@Suite(
    .enabled(
        if: getenv("PROBE_TOPOLOGIES") != nil,
        "PROBE_TOPOLOGIES does not name the folder of the shared topologies"))
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

    private static var collection: String { getenv("PROBE_TOPOLOGIES").map { String(cString: $0) } ?? "" }

    /// The file itself, or the folder in it once unpacked.
    private func source(_ name: String, in folder: TemporaryFolder) async throws -> String {
        let file = "\(Self.collection)/\(name)"
        guard name.hasSuffix(".tar.bz2") else { return file }
        let unpacked = try await Command.run("tar", ["-xjf", file, "-C", folder.path.string])
        #expect(unpacked.code == 0, "\(unpacked.errors)")
        return "\(folder.path)/\(name.dropLast(".tar.bz2".count))"
    }

    @Test(arguments: shapes.keys.sorted())
    func isDescribedRightly(name: String) async throws {
        let folder = try TemporaryFolder()
        let run = try await Command.probe(
            "probe-topology", ["--topology", try await source(name, in: folder), "--format", "json"])
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
        let path = try await source("16amd64-8n2c-cpusets.tar.bz2", in: folder)
        let run = try await Command.probe("probe-topology", ["--topology", path])
        #expect(run.output.contains("CPUs 0-3,5-6,12-15 of 0-3,5-15, memory of nodes 1-4 of 0-7"))
        #expect(run.output.contains("A process there may use"))
    }

    @Test(arguments: shapes.keys.sorted())
    func isNeverMeasured(name: String) async throws {
        let folder = try TemporaryFolder()
        let path = try await source(name, in: folder)
        let variable = name.hasSuffix(".xml") ? "HWLOC_XMLFILE" : "HWLOC_FSROOT"
        let run = try await Command.probe(
            "probe-bandwidth", ["--quick", "--format", "csv"], environment: [variable: path])
        #expect(run.code == 69)
        #expect(run.output.isEmpty)
        #expect(run.errors.contains("it is not the machine this program runs on"))
    }
}
