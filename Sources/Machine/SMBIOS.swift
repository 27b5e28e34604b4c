import Records

/// The firmware's SMBIOS table, structure by structure. The table is not trusted: every offset is checked.
package enum SMBIOS {
    /// The memory devices (type 17), populated or empty.
    package static func memoryModules(_ table: [UInt8]) -> [MemoryModule] {
        structures(table).filter { $0.type == 17 }.compactMap(memoryModule)
    }

    /// One structure: its formatted bytes, header included, and the strings after them.
    struct Structure {
        let bytes: ArraySlice<UInt8>
        let strings: [String]

        var type: UInt8 { bytes[bytes.startIndex] }

        func byte(_ offset: Int) -> Int? {
            offset < bytes.count ? Int(bytes[bytes.startIndex + offset]) : nil
        }
        func word(_ offset: Int) -> Int? {
            guard let low = byte(offset), let high = byte(offset + 1) else { return nil }
            return low | high << 8
        }
        func double(_ offset: Int) -> Int? {
            guard let low = word(offset), let high = word(offset + 2) else { return nil }
            return low | high << 16
        }
        /// The string whose number, from 1, the byte at the offset gives.
        func string(_ offset: Int) -> String? {
            guard let number = byte(offset), number > 0, number <= strings.count else { return nil }
            return strings[number - 1]
        }
    }

    static func structures(_ table: [UInt8]) -> [Structure] {
        var found: [Structure] = []
        var offset = 0
        while offset + 4 <= table.count {
            let length = Int(table[offset + 1])
            guard length >= 4, offset + length <= table.count else { break }
            let (strings, next) = strings(table, from: offset + length)
            found.append(Structure(bytes: table[offset..<offset + length], strings: strings))
            if table[offset] == 127 { break }
            offset = next
        }
        return found
    }

    /// The zero-terminated strings that follow a structure, and where the next structure begins.
    private static func strings(_ table: [UInt8], from start: Int) -> ([String], next: Int) {
        var strings: [String] = []
        var offset = start
        while offset < table.count, table[offset] != 0 {
            let end = table[offset...].firstIndex(of: 0) ?? table.count
            strings.append(String(decoding: table[offset..<end], as: UTF8.self))
            offset = end + 1
        }
        // A structure without strings ends with two zeros, one with strings with one more after the last.
        return (strings, strings.isEmpty ? start + 2 : offset + 1)
    }

    private static func memoryModule(_ structure: Structure) -> MemoryModule? {
        guard let size = structure.word(0x0C) else { return nil }
        let type = structure.byte(0x12).flatMap { typeNames[$0] }
        func speed(_ offset: Int) -> Int? { structure.word(offset).flatMap { (1..<0xFFFF).contains($0) ? $0 : nil } }
        return MemoryModule(
            locator: structure.string(0x10) ?? "slot", size: bytes(size, structure), type: size == 0 ? nil : type,
            configuredMTs: speed(0x20), ratedMTs: speed(0x15),
            dataWidth: structure.word(0x0A).flatMap { (1..<0xFFFF).contains($0) ? $0 : nil })
    }

    /// Bit 15 chooses KiB over MiB; 0x7FFF refers to the extended size in MiB; 0xFFFF is unknown.
    private static func bytes(_ size: Int, _ structure: Structure) -> Int {
        switch size {
        case 0xFFFF: 0
        case 0x7FFF: ((structure.double(0x1C) ?? 0) & 0x7FFF_FFFF) << 20
        default: size & 0x8000 == 0 ? size << 20 : (size & 0x7FFF) << 10
        }
    }

    private static let typeNames = [
        0x12: "DDR", 0x13: "DDR2", 0x18: "DDR3", 0x1A: "DDR4", 0x1B: "LPDDR", 0x1C: "LPDDR2", 0x1D: "LPDDR3",
        0x1E: "LPDDR4", 0x20: "HBM", 0x21: "HBM2", 0x22: "DDR5", 0x23: "LPDDR5", 0x24: "HBM3",
    ]
}
