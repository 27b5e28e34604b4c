import Records
import SystemPackage
import Testing
import TestSupport

extension Guests {
    /// Guests whose hypervisor tells of memory modules that the test made up, read as root and as an ordinary user.
    @Suite struct SlotTests {
        /// As root with and without trust, and as a user; the same for a person; and how the table is guarded. By its
        /// path, unshare is util-linux's, which can become another user; by its name it is busybox's own.
        private static let script = """
            probe topology --format json > root.json
            probe topology --trust-dmi --format json > trusted.json
            probe topology > root.txt
            probe topology --trust-dmi > trusted.txt
            probe topology --format csv > root.csv
            /bin/unshare -S 1000 -G 1000 probe topology --format json > user.json
            /bin/unshare -S 1000 -G 1000 probe topology --trust-dmi --format json > trusting-user.json
            ls -l /sys/firmware/dmi/tables/DMI > guard
            """

        /// Boots with these structures of types 16 and 17, and no others of these types.
        private func boot(_ structures: [[UInt8]], more: String = "") async throws -> [String: String] {
            let folder = try TemporaryFolder()
            var arguments: [String] = []
            for (index, bytes) in structures.enumerated() {
                try folder.write(bytes: bytes, to: "structure\(index)")
                arguments += ["-smbios", "file=\(folder.path.appending("structure\(index)"))"]
            }
            return try await GuestMachine.run("smt-2node", script: Self.script + "\n" + more, qemu: arguments)
        }

        private func record(_ files: [String: String], _ name: String) throws -> Record<TopologyDetails> {
            let result = try RecordCoding.result(from: Array((files[name] ?? "").utf8), source: name)
            return try #require(try result.record("topology", details: TopologyDetails.self))
        }

        private func slot(_ index: Int, _ fields: [(Int, Int, Int)] = []) -> [UInt8] {
            let name = ["DIMM_A1", "DIMM_A2", "DIMM_B1", "DIMM_B2"][index]
            return SMBIOSBytes.device(
                fields, handle: 0x1100 + index, locator: name, bank: "P0 CHANNEL \(index < 2 ? "A" : "B")")
        }

        private static let empty = [(0x0C, 0, 2)]

        @Test
        func twoOfFourSlots() async throws {
            let files = try await boot([
                SMBIOSBytes.array(), slot(0, Self.empty), slot(1), slot(2, Self.empty), slot(3),
            ])
            let told = try record(files, "root.json")
            let memory = told.details.memoryModules
            #expect(memory.modules.map(\.locator) == ["DIMM_A1", "DIMM_A2", "DIMM_B1", "DIMM_B2"])
            #expect(memory.modules.map(\.size) == [0, 16 << 30, 0, 16 << 30])
            #expect(memory.modules.map(\.bank) == ["P0 CHANNEL A", "P0 CHANNEL A", "P0 CHANNEL B", "P0 CHANNEL B"])
            #expect(memory.modules.map(\.array) == [0, 0, 0, 0] && memory.arrays?.first?.slots == 4)
            let module = memory.modules[1]
            #expect(module.type == "DDR5" && module.configuredMTs == 4800 && module.ratedMTs == 5600)
            #expect(module.dataWidth == 64 && module.totalWidth == 80 && module.ranks == 2)
            #expect(memory.source == "SMBIOS (table)" && memory.toldByHypervisor && memory.notes == nil)
            #expect(memory.sockets?.count { $0.isPopulated } == 2, "qemu's own, of type 4")
            #expect(told.caveats.contains(Caveat(.memoryToldByHypervisor)))
            try checkTrust(files, modules: memory.modules)
            try checkUser(files)
            let text = files["root.txt"] ?? ""
            #expect(
                text.contains("Slot (told by the hypervisor)") && text.contains("2× 16 GiB DDR5-4800, 2 empty slots"))
            #expect(files["root.csv"]?.contains("\nslot,DIMM_A2,array 0,DDR5,17179869184,") == true)
        }

        private func checkTrust(_ files: [String: String], modules: [MemoryModule]) throws {
            let trusted = try record(files, "trusted.json")
            #expect(trusted.details.memoryModules.modules == modules)
            #expect(!trusted.details.memoryModules.toldByHypervisor)
            #expect(
                trusted.details.memoryModules.source
                    == "SMBIOS (table), told by the hypervisor and trusted by you")
            #expect(!trusted.caveats.contains(Caveat(.memoryToldByHypervisor)))
            #expect(files["trusted.txt"]?.contains("trusted by you") == true)
        }

        private func checkUser(_ files: [String: String]) throws {
            #expect(files["guard"]?.hasPrefix("-r--------") == true, "\(files["guard"] ?? "")")
            for name in ["user.json", "trusting-user.json"] {
                let memory = try record(files, name).details.memoryModules
                #expect(memory.modules.isEmpty && memory.source == nil && !memory.toldByHypervisor)
                #expect(memory.unknown?.hasPrefix("permission denied (run as root)") == true)
            }
        }

        @Test
        func mixedSpeedsAndNonsense() async throws {
            let files = try await boot([
                SMBIOSBytes.array(), slot(0), slot(1, [(0x0C, 8192, 2), (0x15, 4800, 2), (0x20, 4400, 2)]),
                slot(2, [(0x0A, 3, 2), (0x20, 65_000, 2)]), slot(3, [(0x20, 0xFFFF, 2), (0x58, 8800, 4)]),
            ])
            let memory = try record(files, "root.json").details.memoryModules
            #expect(memory.modules.map(\.configuredMTs) == [4800, 4400, nil, 8800])
            #expect(memory.modules.map(\.size) == [16 << 30, 8 << 30, 16 << 30, 16 << 30])
            #expect(
                memory.notes == [
                    "DIMM_B1: a configured speed of 65000 MT/s is nonsense and was left out",
                    "DIMM_B1: a data width of 3 bits is nonsense and was left out",
                ])
            try checkTrust(files, modules: memory.modules)
            try checkUser(files)
            #expect(files["root.txt"]?.contains("! DIMM_B1: a data width of 3 bits is nonsense") == true)
        }

        /// Four empty slots; then what a container shows, and what a hypervisor without SMBIOS.
        @Test
        func noModules() async throws {
            let files = try await boot(
                [SMBIOSBytes.array()] + (0..<4).map { slot($0, Self.empty) },
                more: """
                    mount -t tmpfs none /sys/firmware
                    probe topology --format json > hidden.json
                    mkdir /sys/firmware/acpi
                    probe topology --format json > none.json
                    """)
            let memory = try record(files, "root.json").details.memoryModules
            #expect(memory.modules.count == 4 && memory.modules.allSatisfy { !$0.isFitted && $0.type == nil })
            #expect(memory.unknown == nil)
            #expect(files["root.txt"]?.contains("none fitted, 4 empty slots (told by the hypervisor)") == true)
            try checkTrust(files, modules: memory.modules)
            try checkUser(files)
            let hidden = try record(files, "hidden.json").details.memoryModules
            #expect(hidden.unknown?.hasPrefix("the container hides /sys/firmware") == true)
            let none = try record(files, "none.json").details.memoryModules
            #expect(none.unknown?.hasPrefix("no DMI (virtual machine)") == true)
        }
    }
}
