/// SMBIOS structures made by hand.
package enum SMBIOSBytes {
    /// The end of a table.
    package static let end = structure(127, handle: 0xFEFF, length: 4)

    /// One structure with its strings; `fields` are (offset, value, bytes of it).
    package static func structure(
        _ type: UInt8, handle: Int, length: Int, _ fields: [(Int, Int, Int)] = [], strings: [String] = []
    ) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: length)
        for (offset, value, count) in [(0, Int(type), 1), (1, length, 1), (2, handle, 2)] + fields {
            for index in 0..<count where offset + index < length {
                bytes[offset + index] = UInt8(truncatingIfNeeded: value >> (8 * index))
            }
        }
        let texts = strings.flatMap { text -> [UInt8] in Array(text.utf8) + [0] }
        return bytes + (texts.isEmpty ? [0, 0] : texts + [0])
    }

    /// A DDR5-5600 of 16 GiB at 4800 MT/s on array 0x1000, as SMBIOS 3.3 has it; later `fields` come after these.
    package static func device(
        _ fields: [(Int, Int, Int)] = [], handle: Int = 0x1100, length: Int = 0x5C, locator: String = "DIMM_A1",
        bank: String = "P0 CHANNEL A", maker: String = "Maker", part: String = "Part-1"
    ) -> [UInt8] {
        structure(
            17, handle: handle, length: length,
            [
                (0x04, 0x1000, 2), (0x06, 0xFFFE, 2), (0x08, 80, 2), (0x0A, 64, 2), (0x0C, 16_384, 2), (0x0E, 9, 1),
                (0x10, 1, 1), (0x11, 2, 1), (0x12, 0x22, 1), (0x15, 5600, 2), (0x17, 3, 1), (0x18, 5, 1),
                (0x1A, 4, 1), (0x1B, 0xF2, 1), (0x20, 4800, 2), (0x28, 3, 1),
            ] + fields, strings: [locator, bank, maker, part, "SERIAL"])
    }

    /// An array of system memory: four slots for 64 GiB.
    package static func array(_ fields: [(Int, Int, Int)] = [], handle: Int = 0x1000) -> [UInt8] {
        structure(
            16, handle: handle, length: 0x17,
            [(0x04, 3, 1), (0x05, 3, 1), (0x06, 6, 1), (0x07, 64 << 20, 4), (0x0D, 4, 2)] + fields)
    }

    /// A socket with a processor of 64 cores.
    package static func processor(_ fields: [(Int, Int, Int)] = []) -> [UInt8] {
        structure(
            4, handle: 0x0400, length: 0x30,
            [
                (0x04, 1, 1), (0x05, 3, 1), (0x10, 2, 1), (0x14, 4100, 2), (0x16, 2700, 2), (0x18, 0x41, 1),
                (0x23, 64, 1), (0x25, 128, 1),
            ] + fields, strings: ["CPU0", "Processor 9000 "])
    }

    /// The addresses of a device, in KiB, the last included.
    package static func mapped(device: Int, firstKiB: Int, lastKiB: Int, interleave: Int = 0) -> [UInt8] {
        structure(
            20, handle: 0x1400, length: 0x23,
            [(0x04, firstKiB, 4), (0x08, lastKiB, 4), (0x0C, device, 2), (0x11, interleave, 1)])
    }
}
