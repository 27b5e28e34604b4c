import Machine
import Records
import Testing
import TestSupport

/// AMD's fabric clocks, from folders that stand for the hsmp_acpi driver's, and why they are not there.
@Suite struct FabricClockTests {
    private func clocks(
        _ files: [String: String], vendor: String? = "AuthenticAMD", name: String = "AMD EPYC 9755", family: Int = 26,
        hypervisor: String? = nil, container: String? = nil, isThisMachine: Bool = true
    ) throws -> FabricClocks? {
        let folder = try TemporaryFolder()
        for (name, text) in files { try folder.write(text, to: name) }
        var cpu = CPUIdentity()
        cpu.vendor = vendor
        cpu.name = name
        cpu.family = family
        let surroundings = Surroundings(hypervisor: hypervisor, container: container, isThisMachine: isThisMachine)
        return FabricClocks(files: SystemFiles(root: folder.path), cpu: cpu, surroundings: surroundings)
    }

    private func socket(_ folder: String, _ fabric: String, _ memory: String, _ most: String) -> [String: String] {
        ["fclk_input": fabric, "mclk_input": memory, "ddr_max_bw": most].reduce(into: [:]) {
            $0["sys/devices/platform/\(folder)/\($1.key)"] = $1.value + "\n"
        }
    }

    @Test func bothSocketsAreRead() throws {
        let files = socket("AMDI0097:00", "2000", "3000", "576").merging(
            socket("AMDI0097:01", "1800", "2400", "460")
        ) { first, _ in first }
        let clocks = try clocks(files)
        #expect(clocks?.source == "HSMP (sysfs)" && clocks?.unknown == nil)
        #expect(
            clocks?.sockets == [
                .init(fabricMHz: 2000, memoryMHz: 3000, maxGBs: 576),
                .init(fabricMHz: 1800, memoryMHz: 2400, maxGBs: 460),
            ])
        let platform = try self.clocks(socket("amd_hsmp/socket0", "2000", "3000", "576"))
        #expect(platform?.sockets.count == 1)
    }

    @Test func nonsenseIsLeftOut() throws {
        let clocks = try clocks(socket("AMDI0097:00", "0", "65535", "576"))
        #expect(clocks?.sockets == [.init(maxGBs: 576)])
        let nothing = try self.clocks(socket("AMDI0097:00", "0", "x", "4095"))
        #expect(nothing?.sockets.isEmpty == true && nothing?.source == nil)
    }

    @Test func everyCauseHasItsOwnWords() throws {
        let causes: [(String, FabricClocks?)] = try [
            ("no /dev/hsmp: the amd_hsmp driver is not loaded", clocks([:])),
            ("no HSMP (virtual machine): KVM does not pass it on", clocks([:], hypervisor: "KVM")),
            ("no HSMP: the container (Docker) has no /dev/hsmp", clocks([:], container: "Docker")),
            ("no HSMP: AMD tells the fabric's clock on EPYC", clocks([:], name: "AMD Ryzen 9 9950X")),
            ("no HSMP: AMD tells the fabric's clock on EPYC", clocks([:], family: 23)),
            ("the folder has no copy", clocks([:], isThisMachine: false)),
            // A file that takes no messages: the ioctl is refused.
            ("HSMP does not answer: ", clocks(["dev/hsmp": "x"])),
        ]
        for (words, told) in causes {
            #expect(told?.unknown?.hasPrefix(words) == true, "\(told?.unknown ?? "nil")")
            #expect(told?.sockets.isEmpty == true && told?.source == nil)
        }
    }

    @Test func otherMakersHaveNoSuchFabric() throws {
        #expect(try clocks([:], vendor: "GenuineIntel") == nil)
        #expect(try clocks([:], vendor: nil) == nil)
    }
}
