import Records

extension SMBIOSTable.Structure {
    /// A processor socket (type 4), as far as it can be; nil where it is not one for a central processor.
    func processorSocket(_ index: Int, notes: inout FirmwareNotes) -> ProcessorSocket? {
        guard byte(0x05) == 3, let status = byte(0x18) else { return nil }
        let designation = string(0x04)
        var socket = ProcessorSocket(designation: designation, isPopulated: status & 0x40 != 0)
        // Of an empty socket some firmware tells what its last processor was.
        guard socket.isPopulated else { return socket }
        let part = designation ?? "processor socket \(index)"
        socket.version = FirmwareText.name(string(0x10))
        socket.cores = notes.checked(count(0x23, wide: 0x2A), .cores, of: part)
        socket.threads = notes.checked(count(0x25, wide: 0x2E), .threads, of: part)
        socket.maxMHz = notes.checked(word(0x14).flatMap { $0 == 0 ? nil : $0 }, .maxClock, of: part)
        socket.currentMHz = notes.checked(word(0x16).flatMap { $0 == 0 ? nil : $0 }, .currentClock, of: part)
        return socket
    }

    /// A byte that refers to a word further on where it is 0xFF; 0 is unknown in both.
    private func count(_ offset: Int, wide: Int) -> Int? {
        let count = byte(offset) == 0xFF ? word(wide) : byte(offset)
        return count == 0 || count == 0xFFFF ? nil : count
    }
}
