/// The addresses that a memory device answers to (type 20).
struct MappedAddresses: Hashable {
    /// In bytes, without the last: a range that interleaved devices share.
    let start: Int
    let end: Int
}

extension SMBIOSTable {
    /// The address ranges of memory devices, by the devices' handles. Boards that follow SMBIOS 2.4 and later may leave
    /// them out, and most do.
    var mappedAddresses: [Int: [(range: MappedAddresses, isInterleaved: Bool)]] {
        var found: [Int: [(MappedAddresses, Bool)]] = [:]
        for structure in structures(ofType: 20) {
            guard let handle = structure.word(0x0C), let range = structure.mappedRange else { continue }
            // 0: alone; 0xFF: not known.
            found[handle, default: []].append((range, structure.byte(0x11) != 0))
        }
        return found
    }
}

extension SMBIOSTable.Structure {
    /// In KiB, the last included; 0xFFFFFFFF refers to the extended addresses in bytes. Nil where it ends before it
    /// begins.
    fileprivate var mappedRange: MappedAddresses? {
        guard let first = double(0x04), let last = double(0x08) else { return nil }
        if first == 0xFFFF_FFFF {
            guard let first = quad(0x13), let last = quad(0x1B), first <= last, last < .max else { return nil }
            return MappedAddresses(start: first, end: last + 1)
        }
        return first <= last ? MappedAddresses(start: first << 10, end: (last + 1) << 10) : nil
    }
}
