import Machine
import Records
import Testing
import SystemPackage
import TestSupport

#if canImport(Glibc)
    import Glibc
#endif

/// Which source of memory modules is taken, and why there is none.
@Suite struct ModuleSourceTests {
    private static let table = "sys/firmware/dmi/tables/DMI"
    private static let udev = "run/udev/data/+dmi:id"

    private func modules(
        _ files: [String: [UInt8]], hypervisor: String? = nil, container: String? = nil, isThisMachine: Bool = true,
        word: HypervisorsWord = .doubted
    ) throws -> MemoryModules {
        let folder = try TemporaryFolder()
        for (name, bytes) in files { try folder.write(bytes: bytes, to: name) }
        let surroundings = Surroundings(hypervisor: hypervisor, container: container, isThisMachine: isThisMachine)
        return MemoryModules(
            files: SystemFiles(root: folder.path), surroundings: surroundings, hypervisorsWord: word)
    }

    private func recording(_ board: String) throws -> [UInt8] {
        let text = try TextFile.read(Repository.root.appending("Tests/Fixtures/udev/\(board).txt"))
        // As systemd before it knew of DDR5.
        let older = text.replacing("_TYPE=DDR5", with: "_TYPE=<OUT OF SPEC>")
        return Array(older.split(separator: "\n").map { "E:\($0)\n" }.joined().utf8)
    }

    @Test func udevComesFirstAndTheTableAddsTheSockets() throws {
        let table = SMBIOSBytes.processor() + SMBIOSBytes.device() + SMBIOSBytes.end
        let both = try modules([Self.udev: recording("desktop-ddr4-two-of-four"), Self.table: table])
        #expect(both.source == "SMBIOS (udev)" && both.modules.count == 4)
        #expect(both.sockets?.map(\.designation) == ["CPU0"])
        #expect(both.unknown == nil && !both.toldByHypervisor)
        let alone = try modules([Self.udev: recording("desktop-ddr4-two-of-four")])
        #expect(alone.source == "SMBIOS (udev)" && alone.sockets == nil)
        #expect(try modules([Self.table: table]).source == "SMBIOS (table)")
    }

    @Test func theTableComesFirstWhereUdevDoesNotKnowTheType() throws {
        let files = try [
            Self.udev: recording("server-ddr5-ten-of-twelve"), Self.table: SMBIOSBytes.device() + SMBIOSBytes.end,
        ]
        let told = try modules(files)
        #expect(told.source == "SMBIOS (table)" && told.modules.map(\.type) == ["DDR5"])
        let broken = try modules([Self.udev: recording("server-ddr5-ten-of-twelve"), Self.table: [17, 200, 0, 0]])
        #expect(broken.source == "SMBIOS (udev)" && broken.modules.count == 12, "a broken table is no better")
    }

    @Test func aHypervisorsWordIsDoubtedUnlessTrusted() throws {
        let files = [Self.table: SMBIOSBytes.device() + SMBIOSBytes.end]
        let doubted = try modules(files, hypervisor: "KVM")
        #expect(doubted.toldByHypervisor && doubted.source == "SMBIOS (table)")
        let trusted = try modules(files, hypervisor: "KVM", word: .trusted)
        #expect(!trusted.toldByHypervisor)
        #expect(trusted.source == "SMBIOS (table), told by the hypervisor and trusted by you")
        let bare = try modules(files, word: .trusted)
        #expect(bare.source == "SMBIOS (table)" && !bare.toldByHypervisor, "there is no hypervisor to trust")
    }

    @Test func everyCauseHasItsOwnWords() throws {
        let firmware = ["sys/firmware/acpi/x": [UInt8]()]
        let causes: [(String, MemoryModules)] = try [
            ("no DMI (virtual machine): KVM gives its guests no SMBIOS table", modules(firmware, hypervisor: "KVM")),
            ("no DMI: this machine's firmware has no SMBIOS table", modules(firmware)),
            ("no DMI: /sys/firmware is missing; mount /sys", modules([:])),
            ("the container (Docker) hides /sys/firmware", modules([:], hypervisor: "KVM", container: "Docker")),
            ("no DMI (container): Podman shows no /sys/firmware/dmi", modules(firmware, container: "Podman")),
            ("no DMI: the folder has no copy", modules([:], isThisMachine: false)),
            ("the firmware's SMBIOS table lists no memory modules", modules([Self.table: SMBIOSBytes.end])),
            (
                "the hypervisor's (KVM) SMBIOS table lists no memory modules",
                modules([Self.table: SMBIOSBytes.end], hypervisor: "KVM")
            ),
            (
                "nonsense: the firmware's SMBIOS table of 3 bytes has not one whole structure",
                modules([Self.table: [1, 2, 3]])
            ),
        ]
        for (words, told) in causes {
            #expect(told.unknown?.hasPrefix(words) == true, "\(told.unknown ?? "known")")
            #expect(told.unknown?.contains("--memory") == true && told.source == nil && !told.toldByHypervisor)
        }
        #expect(Set(causes.map(\.1.unknown)).count == causes.count)
    }

    /// An empty file system is laid over /sys/firmware in containers, of which some leave no other trace.
    @Test func anEmptyFolderIsAContainersDoing() throws {
        let folder = try TemporaryFolder()
        for name in ["sys", "sys/firmware"] { #expect(mkdir(folder.path.appending(name).string, 0o755) == 0) }
        let told = MemoryModules(
            files: SystemFiles(root: folder.path), surroundings: Surroundings(isThisMachine: true),
            hypervisorsWord: .doubted)
        #expect(told.unknown?.hasPrefix("the container hides /sys/firmware: run probe outside of it") == true)
    }

}
