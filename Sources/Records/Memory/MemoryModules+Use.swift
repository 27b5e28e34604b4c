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
            use != MemoryArray.systemUse
        {
            return false
        }
        if let technology = module.technology, technology != "DRAM" { return false }
        return module.type.map(Self.lastingTypes.contains) != true
    }

    private static let lastingTypes: Set = [
        "flash", "ROM", "EEPROM", "FEPROM", "EPROM", "logical non-volatile device", "VRAM",
    ]
}

extension MemoryArray {
    /// The use of an array whose modules are ordinary memory.
    package static let systemUse = "system memory"
}
