extension MemoryModule {
    /// Whether something is in the slot.
    package var isFitted: Bool { size > 0 || hasUnknownSize == true }
}

extension MemoryModules {
    /// The slots of ordinary memory, populated or empty: not those of flash, video or cache memory, and no persistent
    /// memory, whose speed is not that of its type.
    package var systemModules: [MemoryModule] { modules.filter(isSystemMemory) }

    /// Whether a module is a part of ordinary memory, or would be.
    package func isSystemMemory(_ module: MemoryModule) -> Bool {
        if let index = module.array, let arrays, arrays.indices.contains(index), let use = arrays[index].use,
            use.start(32).lowercased() != MemoryArray.systemUse
        {
            return false
        }
        guard !Self.others.contains(where: { module.kind.hasPrefix($0) }) else { return false }
        // An empty slot has no technology worth reading. NVDIMM-N is DRAM with a battery, and as fast.
        guard module.isFitted, let technology = module.technology else { return true }
        return ["DRAM", "NVDIMM-N"].contains(technology.start(32).uppercased())
    }

    private static let others = [
        "FLASH", "ROM", "EPROM", "EEPROM", "FEPROM", "VRAM", "CDRAM", "LOGICAL NON-VOLATILE DEVICE",
    ]
}

extension MemoryArray {
    /// The use of an array whose modules are ordinary memory.
    package static let systemUse = "system memory"
}
