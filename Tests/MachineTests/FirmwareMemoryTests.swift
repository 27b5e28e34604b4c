import Machine
import Records
import Testing
import TestSupport

/// The kernel's folders of ACPI HMAT, below a folder that stands for "/".
@Suite struct FirmwareMemoryTests {
    /// What is read of node 2, whose folder has these files; node 9 has no CPUs.
    private func memory(_ files: [String: String]) throws -> FirmwareMemory? {
        let folder = try TemporaryFolder()
        for (name, text) in files { try folder.write(text, to: "sys/devices/system/node/node2/\(name)") }
        try folder.write("\n", to: "sys/devices/system/node/node9/cpulist")
        return FirmwareMemory(node: 2, files: SystemFiles(root: folder.path))
    }

    private func access(_ index: Int, initiator: String, _ figures: [String]) -> [String: String] {
        let names = ["read_bandwidth", "write_bandwidth", "read_latency", "write_latency"]
        var files = Dictionary(
            uniqueKeysWithValues: zip(names, figures).map { ("access\(index)/initiators/\($0)", $1 + "\n") })
        files["access\(index)/initiators/\(initiator)/cpulist"] = "0-3\n"
        return files
    }

    @Test func everyFigureIsRead() throws {
        let firmware = try memory(access(1, initiator: "node0", ["409600", "204800", "120", "130"]))
        #expect(
            firmware
                == FirmwareMemory(
                    initiators: IDSet([0]), readBandwidthMBs: 409_600, writeBandwidthMBs: 204_800, readLatencyNs: 120,
                    writeLatencyNs: 130))
    }

    @Test func aMachineWithoutHMATClaimsNothing() throws {
        #expect(try memory(["cpulist": "0-3\n"]) == nil)
        #expect(try memory([:]) == nil)
        #expect(try memory(["access0/initiators/uevent": ""]) == nil, "a folder that says nothing")
    }

    @Test func theNearestCPUsComeBeforeInitiatorsOfAnyKind() throws {
        let any = access(0, initiator: "node5", ["900000", "900000", "60", "60"])
        let cpus = access(1, initiator: "node1", ["100000", "100000", "80", "80"])
        let both = try memory(any.merging(cpus) { $1 })
        #expect(both?.initiators == IDSet([1]))
        #expect(both?.readBandwidthMBs == 100_000)
        #expect(try memory(any)?.initiators == IDSet([5]), "kernels before 5.10 have access0 alone")
    }

    @Test func whatAnAcceleratorSeesIsNotWhatCPUsSee() throws {
        let accelerator = access(0, initiator: "node9", ["900000", "900000", "60", "60"])
        #expect(try memory(accelerator) == nil)
        let cpus = access(1, initiator: "node9", ["100000", "100000", "80", "80"])
        #expect(try memory(cpus)?.readLatencyNs == 80, "access1 is of CPUs, even if they are off now")
    }

    @Test func figuresAndInitiatorsAreNeverOfTwoClasses() throws {
        let any = access(0, initiator: "node5", ["900000", "900000", "60", "60"])
        let silent = access(1, initiator: "node1", ["0", "0", "0", "0"])
        let firmware = try memory(any.merging(silent) { $1 })
        #expect(firmware?.initiators == IDSet([5]))
        #expect(firmware?.readLatencyNs == 60)
        let initiatorOnly = try memory(access(1, initiator: "node1", []))
        #expect(initiatorOnly == FirmwareMemory(initiators: IDSet([1])))
    }

    @Test(arguments: ["0", "-5", "2147483648", "18446744073709551615", "9999999999999999999999", "fast", "", "1.5"])
    func absurdFiguresAreNotTold(figure: String) throws {
        let firmware = try memory(access(1, initiator: "node0", [figure, "2147483647", figure, "1"]))
        #expect(firmware?.readBandwidthMBs == nil)
        #expect(firmware?.writeBandwidthMBs == 2_147_483_647)
        #expect(firmware?.readLatencyNs == nil)
        #expect(firmware?.writeLatencyNs == 1)
    }

    @Test func onlyNamesOfNodesAreInitiators() throws {
        var files = access(1, initiator: "node12", ["1", "1", "1", "1"])
        for name in ["node", "nodes", "node0-3", "node-1", "node99999999999", "power"] {
            files["access1/initiators/\(name)/cpulist"] = ""
        }
        #expect(try memory(files)?.initiators == IDSet([12]))
    }
}
