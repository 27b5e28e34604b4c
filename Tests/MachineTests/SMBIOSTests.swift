import Records
import Machine
import Testing

/// The table is firmware's word: anything can be in it.
@Suite struct SMBIOSTests {
    /// A type 17 structure of version 3.2 with two strings.
    static func device(size: UInt16, extended: UInt32 = 0, rated: UInt16 = 5600, configured: UInt16 = 4800) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 0x28)
        bytes[0] = 17
        bytes[1] = 0x28
        func put(_ value: UInt16, at offset: Int) {
            bytes[offset] = UInt8(value & 0xFF)
            bytes[offset + 1] = UInt8(value >> 8)
        }
        put(72, at: 0x08)
        put(64, at: 0x0A)
        put(size, at: 0x0C)
        bytes[0x10] = 1
        bytes[0x11] = 2
        bytes[0x12] = 0x22
        put(rated, at: 0x15)
        put(UInt16(extended & 0xFFFF), at: 0x1C)
        put(UInt16(extended >> 16), at: 0x1E)
        put(configured, at: 0x20)
        return bytes + Array("DIMM_A1".utf8) + [0] + Array("BANK 0".utf8) + [0, 0]
    }

    static let end: [UInt8] = [127, 4, 0, 0, 0, 0]

    @Test func readsAModule() {
        let modules = SMBIOS.memoryModules(Self.device(size: 16_384) + Self.end)
        #expect(modules.count == 1)
        #expect(modules[0].locator == "DIMM_A1")
        #expect(modules[0].size == 16 << 30)
        #expect(modules[0].type == "DDR5")
        #expect(modules[0].configuredMTs == 4800)
        #expect(modules[0].ratedMTs == 5600)
        #expect(modules[0].dataWidth == 64)
    }

    @Test func readsEmptyLargeAndUnknownSizes() {
        let table =
            Self.device(size: 0) + Self.device(size: 0x7FFF, extended: 65_536) + Self.device(size: 0xFFFF)
            + Self.device(size: 0x8000 | 512) + Self.end
        #expect(SMBIOS.memoryModules(table).map(\.size) == [0, 64 << 30, 0, 512 << 10])
    }

    @Test func otherStructuresAreSteppedOver() {
        let other: [UInt8] = [1, 8, 0, 0, 1, 0, 0, 0] + Array("Maker".utf8) + [0, 0]
        let bare: [UInt8] = [32, 6, 0, 0, 0, 0, 0, 0]
        #expect(SMBIOS.memoryModules(other + bare + Self.device(size: 1024) + Self.end).count == 1)
    }

    @Test func everyTruncationIsSurvived() {
        let table = Self.device(size: 16_384) + Self.device(size: 8192) + Self.end
        for length in 0...table.count { _ = SMBIOS.memoryModules(Array(table.prefix(length))) }
    }

    @Test func randomBytesAreSurvived() {
        var state: UInt64 = 1
        for _ in 0..<20_000 {
            let bytes = (0..<80).map { _ in
                state = state &* 6_364_136_223_846_793_005 &+ 1
                // Small lengths and the type of interest are made likely.
                return state >> 60 == 0 ? 17 : UInt8(truncatingIfNeeded: state >> 33)
            }
            _ = SMBIOS.memoryModules(bytes)
        }
    }
}
