/// The firmware's SMBIOS table, structure by structure. The table is not trusted: every offset is checked, and every
/// structure is at least six bytes long, so that the walk ends.
package struct SMBIOSTable {
    /// As much of a table as is read, in bytes: real ones have some kilobytes.
    package static let limit = 1 << 20

    /// The structures up to the end marker, in the table's order.
    let structures: [Structure]
    /// Whether there was more of it than is read.
    let isCut: Bool

    package init(_ bytes: [UInt8]) {
        isCut = bytes.count > Self.limit
        structures = Self.walk(isCut ? Array(bytes.prefix(Self.limit)) : bytes)
    }

    /// Structures of one type.
    func structures(ofType type: UInt8) -> [Structure] { structures.filter { $0.type == type } }

    /// One structure: its formatted bytes, header included, and the strings after them. Fields beyond its length are
    /// nil: older versions of the standard have fewer.
    struct Structure {
        let bytes: ArraySlice<UInt8>
        let strings: [ArraySlice<UInt8>]

        var type: UInt8 { bytes[bytes.startIndex] }
        var handle: Int { word(0x02) ?? 0xFFFF }

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
        /// Eight bytes; what is above `Int.max` is `Int.max`.
        func quad(_ offset: Int) -> Int? {
            guard let low = double(offset), let high = double(offset + 4) else { return nil }
            return high > 0x7FFF_FFFF ? .max : low | high << 32
        }
        /// The string whose number, from 1, the byte at the offset gives.
        func string(_ offset: Int) -> String? {
            guard let number = byte(offset), number > 0, number <= strings.count else { return nil }
            return FirmwareText.cleaned(strings[number - 1])
        }
    }

    private static func walk(_ table: [UInt8]) -> [Structure] {
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
    private static func strings(_ table: [UInt8], from start: Int) -> ([ArraySlice<UInt8>], next: Int) {
        var strings: [ArraySlice<UInt8>] = []
        var offset = start
        while offset < table.count, table[offset] != 0 {
            let end = table[offset...].firstIndex(of: 0) ?? table.count
            strings.append(table[offset..<end])
            offset = end + 1
        }
        // A structure without strings ends with two zeros, one with strings with one more after the last.
        return (strings, strings.isEmpty ? start + 2 : offset + 1)
    }
}
