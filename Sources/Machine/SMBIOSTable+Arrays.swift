import Records

extension SMBIOSTable.Structure {
    /// A memory array (type 16), as far as it can be; nil where the structure is too short to be one.
    func memoryArray(_ index: Int, notes: inout FirmwareNotes) -> MemoryArray? {
        guard let use = byte(0x05), let slots = word(0x0D) else { return nil }
        let part = "memory array \(index)"
        // 0x80000000 KiB refers to the extended capacity in bytes.
        let capacity = double(0x07).flatMap { $0 == 0x8000_0000 ? quad(0x0F) : $0 << 10 }
        return MemoryArray(
            use: SMBIOSNames.arrayUses[use], errorCorrection: byte(0x06).flatMap { SMBIOSNames.errorCorrections[$0] },
            slots: notes.checked(slots == 0 ? nil : slots, .slots, of: part),
            capacity: notes.checked(capacity == 0 ? nil : capacity, .capacity, of: part))
    }
}
