import Quantities
import Records
import Tables

/// The slots for memory modules, and the clocks of the fabric before them, for a person at a terminal.
struct SlotTable {
    let memory: MemoryModules

    /// Where the slots come from, the table, and what was left out; nil where no slots were told.
    var text: String? {
        guard !memory.modules.isEmpty else { return nil }
        let teller = memory.toldByHypervisor ? "told by the hypervisor" : memory.source ?? "read"
        var table = Table([
            .init("Slot (\(teller))"), .init("Bank"), .init("Size", .right), .init("Type"), .init("MT/s", .right),
            .init("Rated", .right), .init("Bits", .right), .init("Ranks", .right),
        ])
        table.rows = memory.modules.map(cells)
        return ([table.terminalText] + arrays + (memory.notes ?? []).map { "! \($0)\n" }).joined()
    }

    private func cells(_ module: MemoryModule) -> [String] {
        let size = module.size > 0 ? "\(ByteCount(module.size))" : module.isFitted ? "unknown" : "empty"
        var kind = module.isFitted ? module.type ?? "unknown" : "–"
        if module.isFitted, !memory.isSystemMemory(module) { kind += " (not system memory)" }
        return [
            module.locator, module.bank ?? "–", size, kind, number(module.configuredMTs), number(module.ratedMTs),
            width(module), number(module.ranks),
        ]
    }

    /// "64 of 80" with error correction.
    private func width(_ module: MemoryModule) -> String {
        guard let data = module.dataWidth, let total = module.totalWidth, total > data else {
            return number(module.dataWidth)
        }
        return "\(data) of \(total)"
    }

    /// A line for each array: "Memory array 0: system memory, 4 slots, at most 128 GiB, multi-bit ECC".
    private var arrays: [String] {
        (memory.arrays ?? []).enumerated().map { index, array in
            let correction = array.errorCorrection.map { $0 == "none" ? "no error correction" : $0 }
            let parts = [
                array.use, array.slots.map { TopologyDetails.count($0, "slot") },
                array.capacity.map { "at most \(ByteCount($0))" }, correction,
            ].compactMap(\.self)
            return "Memory array \(index): \(parts.isEmpty ? "nothing told" : parts.joined(separator: ", "))\n"
        }
    }

    private func number(_ value: Int?) -> String { value.map(String.init) ?? "–" }
}

extension FabricClocks {
    /// A line for each socket, or one that says why there are none.
    var text: String {
        if let unknown { return "Fabric clocks: unknown: \(unknown)\n" }
        return sockets.enumerated().map { index, socket in
            let parts = [
                socket.fabricMHz.map { "fabric \($0) MHz" }, socket.memoryMHz.map { "memory \($0) MHz" },
                socket.maxGBs.map { "at most \($0) GB/s" },
            ].compactMap(\.self)
            let told = parts.isEmpty ? "not told" : parts.joined(separator: ", ")
            return "Fabric clocks, socket \(index): \(told) (\(source ?? "read"))\n"
        }.joined()
    }
}
