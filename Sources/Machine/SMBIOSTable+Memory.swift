import Records

extension SMBIOSTable {
    /// As many memory devices as are told of: the largest machines have some hundred slots.
    private static let mostModules = 1024

    /// Memory devices with their arrays, and processor sockets: what can be of what the table says.
    package var memory: MemoryModules {
        var notes = FirmwareNotes()
        if isCut { notes.addWhole("the SMBIOS table is longer than 1 MiB, and the rest of it was not read") }
        var result = MemoryModules(modules: [], toldByHypervisor: false)
        var places: [Int: Int] = [:]
        var arrays: [MemoryArray] = []
        for structure in structures(ofType: 16).prefix(Self.mostModules) {
            guard let array = structure.memoryArray(arrays.count, notes: &notes) else { continue }
            if places[structure.handle] == nil { places[structure.handle] = arrays.count }
            arrays.append(array)
        }
        result.arrays = arrays.isEmpty ? nil : arrays
        result.modules = modules(arrays: places, notes: &notes)
        var sockets: [ProcessorSocket] = []
        for structure in structures(ofType: 4).prefix(Self.mostModules) {
            guard let socket = structure.processorSocket(sockets.count, notes: &notes) else { continue }
            sockets.append(socket)
        }
        result.sockets = sockets.isEmpty ? nil : sockets
        result.notes = notes.texts
        return result
    }

    private func modules(arrays: [Int: Int], notes: inout FirmwareNotes) -> [MemoryModule] {
        let addresses = mappedAddresses
        var sharers: [MappedAddresses: Int] = [:]
        for (_, ranges) in addresses {
            for range in Set(ranges.map(\.range)) { sharers[range, default: 0] += 1 }
        }
        let devices = structures(ofType: 17)
        if devices.count > Self.mostModules {
            notes.addWhole(
                "the table lists \(devices.count) memory devices: those after \(Self.mostModules) were left out")
        }
        return devices.prefix(Self.mostModules).enumerated().compactMap { index, device in
            guard var claim = device.moduleClaim else {
                notes.addWhole("memory device \(index) is cut short and was left out")
                return nil
            }
            claim.array = device.arrayHandle.flatMap { arrays[$0] }
            let ranges = addresses[device.handle] ?? []
            claim.interleavedModules = ranges.compactMap { sharers[$0.range] }.max()
            if case .unknown = claim.size, !ranges.isEmpty, ranges.allSatisfy({ !$0.isInterleaved }) {
                // Alone in its addresses: they are its size.
                claim.size = .bytes(ranges.reduce(0) { $0 &+ ($1.range.end - $1.range.start) })
            }
            return MemoryModule(claim, index: index, notes: &notes)
        }
    }
}
