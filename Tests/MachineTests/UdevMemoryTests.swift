import Machine
import Records
import Testing
import SystemPackage
import TestSupport

/// What udev keeps of SMBIOS, from recordings of systemd's own reader, and our reader on the same tables.
@Suite struct UdevMemoryTests {
    private static let folder = Repository.root.appending("Tests/Fixtures/udev")
    private static let boards = [
        "desktop-ddr4-two-of-four", "laptop-lpddr5", "server-ddr5-ten-of-twelve", "server-ddr4-with-optane", "nonsense",
    ]

    private func recorded(_ board: String) throws -> MemoryModules {
        let text = try TextFile.read(Self.folder.appending("\(board).txt"))
        return try #require(UdevMemory.memory(text))
    }

    private func table(_ board: String) throws -> MemoryModules {
        SMBIOSTable(try TextFile.bytes(Self.folder.appending("\(board).dmi"))).memory
    }

    /// Two readers that know nothing of each other: systemd 252's, and ours.
    @Test(arguments: boards) func bothRoutesTellTheSame(board: String) throws {
        let udev = try recorded(board)
        var own = try table(board)
        for index in own.modules.indices { own.modules[index].array = nil }
        #expect(udev.modules == own.modules)
        if board == "nonsense" {
            #expect(udev.notes == own.notes?.filter { !$0.contains("memory array") })
        } else {
            #expect(udev.arrays == own.arrays)
        }
    }

    @Test func aDesktopWithTwoOfFourSlots() throws {
        let memory = try recorded("desktop-ddr4-two-of-four")
        #expect(memory.modules.map(\.size) == [0, 16 << 30, 0, 8 << 30])
        #expect(
            memory.modules.map(\.locator) == ["ChannelA-DIMM0", "ChannelA-DIMM1", "ChannelB-DIMM0", "ChannelB-DIMM1"])
        let module = memory.modules[1]
        #expect(module.bank == "BANK 1" && module.type == "DDR4" && module.partNumber == "M378A2K43DB1-CWE")
        #expect(module.configuredMTs == 2933 && module.ratedMTs == 3200)
        #expect(module.dataWidth == 64 && module.totalWidth == 64 && module.ranks == 2)
        #expect(module.formFactor == "DIMM" && module.technology == "DRAM" && module.manufacturer == "Samsung")
        #expect(memory.arrays?.first?.errorCorrection == "none")
        #expect(memory.notes == nil)
    }

    /// The database's prefix, and the space that `udevadm info` without -q puts after it.
    @Test func everyFormOfTheLinesIsRead() throws {
        let text = try TextFile.read(Self.folder.appending("server-ddr4-with-optane.txt"))
        let lines = text.split(separator: "\n")
        for prefix in ["E:", "E: "] {
            let other = "I:1234\nP: /devices/virtual/dmi/id\n" + lines.map { "\(prefix)\($0)\n" }.joined()
            #expect(try UdevMemory.memory(other) == recorded("server-ddr4-with-optane"))
        }
        #expect(UdevMemory.memory("E:MEMORY_ARRAY_NUM_DEVICES=4\n") == nil)
        #expect(UdevMemory.memory("") == nil)
    }

    /// systemd 255 as it was released writes this for DDR5 (systemd's issue 30699).
    @Test func anOlderSystemdSaysWhyTheTypeIsNotKnown() throws {
        let text = try TextFile.read(Self.folder.appending("server-ddr5-ten-of-twelve.txt"))
        let newer = try #require(UdevMemory.memory(text))
        #expect(newer.notes == nil && newer.modules.filter(\.isFitted).count == 10)
        let older = try #require(UdevMemory.memory(text.replacing("_TYPE=DDR5", with: "_TYPE=<OUT OF SPEC>")))
        #expect(older.modules.filter(\.isFitted).allSatisfy { $0.type == nil && $0.configuredMTs == 4800 })
        #expect(older.notes?.count == 1)
        #expect(older.notes?.first?.hasPrefix("udev does not know the type of memory") == true)
    }

    @Test func modulesOfSixteenBitsAreRead() throws {
        let laptop = try recorded("laptop-lpddr5")
        #expect(laptop.modules.count == 8)
        #expect(laptop.modules.allSatisfy { $0.type == "LPDDR5" && $0.dataWidth == 16 && $0.configuredMTs == 6400 })
    }

    @Test func numbersThatAreNoneAreNotCrashes() {
        let memory = UdevMemory.memory(
            """
            MEMORY_DEVICE_0_SIZE=99999999999999999999
            MEMORY_DEVICE_0_DATA_WIDTH=-1
            MEMORY_DEVICE_99999999999999999999_SIZE=1
            MEMORY_DEVICE_-1_SIZE=1
            MEMORY_DEVICE_007_SIZE=1
            MEMORY_DEVICE_1=
            """)
        #expect(memory?.modules.map(\.locator) == ["slot 0"])
        #expect(memory?.modules.first?.isFitted == true && memory?.modules.first?.dataWidth == nil)
        #expect(memory?.notes?.count == 2)
    }
}
