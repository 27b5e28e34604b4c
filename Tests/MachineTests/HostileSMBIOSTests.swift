import Machine
import Records
import Testing
import TestSupport

/// Tables that no firmware should make.
@Suite struct HostileSMBIOSTests {
    @Test func otherStructuresAreSteppedOver() {
        let other: [UInt8] = [1, 8, 0, 0, 1, 0, 0, 0] + Array("Maker".utf8) + [0, 0]
        let bare: [UInt8] = [32, 6, 0, 0, 0, 0, 0, 0]
        let table = other + bare + SMBIOSBytes.device() + SMBIOSBytes.end + SMBIOSBytes.device()
        #expect(SMBIOSTable(table).memory.modules.count == 1, "nothing comes after the end")
    }

    @Test func everyTruncationIsSurvived() {
        let table =
            SMBIOSBytes.processor() + SMBIOSBytes.array() + SMBIOSBytes.device()
            + SMBIOSBytes.mapped(device: 0x1100, firstKiB: 0, lastKiB: 1000) + SMBIOSBytes.end
        for length in 0...table.count { _ = SMBIOSTable(Array(table.prefix(length))).memory }
        let cut = SMBIOSTable(SMBIOSBytes.device(length: 0x0C)).memory
        #expect(cut.modules.isEmpty && cut.notes == ["memory device 0 is cut short and was left out"])
    }

    @Test func aTableOfManyMegabytesEnds() {
        let device = SMBIOSBytes.device([(0x0A, 3, 2)])
        let table = Array(repeatElement(device, count: (4 << 20) / device.count).joined())
        let memory = SMBIOSTable(table).memory
        #expect(memory.modules.count == 1024)
        #expect(memory.notes?.first == "the SMBIOS table is longer than 1 MiB, and the rest of it was not read")
        let structuresOfNothing = [UInt8](repeating: 4, count: 1 << 20)
        #expect(SMBIOSTable(structuresOfNothing).memory.modules.isEmpty)
        #expect(SMBIOSTable([UInt8](repeating: 0, count: 1 << 20)).memory.modules.isEmpty)
    }

    @Test func thousandsOfNotesAreNotKept() {
        let table = (0..<500).flatMap { SMBIOSBytes.device([(0x0A, 3, 2)], locator: "D\($0)") }
        let notes = SMBIOSTable(table).memory.notes
        #expect(notes?.count == 33 && notes?.last == "and 468 more of the kind")
    }

    @Test func randomBytesAreSurvived() {
        var state: UInt64 = 1
        for _ in 0..<20_000 {
            let bytes = (0..<120).map { _ in
                state = state &* 6_364_136_223_846_793_005 &+ 1
                // Small lengths and the types of interest are made likely.
                return state >> 60 < 4 ? [17, 16, 20, 4][Int(state >> 60)] : UInt8(truncatingIfNeeded: state >> 33)
            }
            _ = SMBIOSTable(bytes).memory
        }
    }
}
