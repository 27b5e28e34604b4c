import SystemPackage
import Machine
import Records
import Testing
import TestSupport

@Suite struct SyntheticTopologyTests {
    @Test func twoSocketsWithSMT() throws {
        let details = try Machine.describe(.synthetic("package:2 [numa] l3:1(size=33554432) core:4 pu:2"))
        #expect(details.packages == 2)
        #expect(details.cores.count == 8)
        #expect(details.pus.count == 16)
        #expect(details.threadsPerCore == 2)
        #expect(details.nodes.map(\.id) == [0, 1])
        #expect(details.dataCaches(level: 3).map(\.size) == [33_554_432, 33_554_432])
        #expect(details.cores.map(\.package) == [0, 0, 0, 0, 1, 1, 1, 1])
        #expect(details.cores.map(\.node) == [0, 0, 0, 0, 1, 1, 1, 1])
        #expect(!details.isThisMachine)
    }

    @Test func everyCoreKnowsItsDie() throws {
        let details = try Machine.describe(.synthetic("package:2 die:2 core:2 pu:2"))
        #expect(details.dies == 4)
        #expect(details.cores.map(\.die) == [0, 0, 1, 1, 2, 2, 3, 3])
        #expect(details.cores.map(\.package) == [0, 0, 0, 0, 1, 1, 1, 1])
        let whole = try Machine.describe(.synthetic("package:2 core:2 pu:2"))
        #expect(whole.cores.map(\.die) == [nil, nil, nil, nil], "no die is told")
    }

    @Test func everyCoreHasAThreadBeforeAnyHasTwo() throws {
        let machine = Machine(
            topology: try Machine.describe(.synthetic("package:2 [numa] l3:2(size=1000) core:2 pu:2")))
        let node = try #require(machine.topology.nodes.last)
        #expect(machine.cpus(onNode: node) == [8, 10, 12, 14, 9, 11, 13, 15])
        #expect(machine.coreCount(onNode: node) == 4)
        #expect(machine.lastLevelCache(of: [8, 10]) == 1000, "two cores of one cache")
        #expect(machine.lastLevelCache(of: [8, 12]) == 2000, "two cores of two")
    }

    @Test func memoryWithoutCPUsOfItsOwn() throws {
        let details = try Machine.describe(.synthetic("package:2 [numa(memory=1GB)] [numa(memory=2GB)] core:2 pu:1"))
        #expect(details.nodes.count == 4)
        #expect(details.nodes.count { $0.pus.isEmpty } == 2, "of two nodes at one place one has the CPUs")
        #expect(Set(details.cores.compactMap(\.node)).count == 2)
    }

    /// Eight times as large, and thirteen times as long: hwloc itself does not grow in proportion.
    @Test func aMachineOfManyPartsIsDescribedQuickly() async throws {
        func describe(packages: Int) throws -> Duration {
            try processorTime {
                let text = "package:\(packages) [numa] die:2 [numa] l3:4 core:8 pu:2"
                let details = try Machine.describe(.synthetic(text))
                #expect(details.pus.count == 128 * packages)
            }
        }
        let times = try await timesAsLong(limit: 40, as: { try describe(packages: 2) }) { try describe(packages: 16) }
        #expect(times < 40)
    }

    @Test(arguments: ["package:", "core:0", "nonsense:3 pu:1", "package:2 core:x pu:1"])
    func brokenDescriptionsAreRefused(text: String) {
        let failure = #expect(throws: Failure.self) { try Machine.describe(.synthetic(text)) }
        #expect(failure?.status == .badData)
    }

    @Test func truncatedXMLIsRefusedAndNeverThisMachine() throws {
        let folder = try TemporaryFolder()
        try folder.write("<?xml version=\"1.0\"?><topology version=\"2.0\"><object type=\"Mach", to: "cut.xml")
        let failure = #expect(throws: Failure.self) {
            try Machine.describe(.xml(path: folder.path.appending("cut.xml").string))
        }
        #expect(failure?.status == .badData)
        #expect(failure?.description.contains("cut.xml") == true)
    }

    @Test func aMissingFileIsMissing() {
        let failure = #expect(throws: Failure.self) { try TopologySource(argument: "/nowhere/at-all.xml") }
        #expect(failure?.status == .inputMissing)
        #expect(failure?.description.contains("/nowhere/at-all.xml") == true)
    }
}
