/// Memory modules as far as they can be read.
package struct MemoryModules: Codable, Hashable, Sendable {
    package var modules: [MemoryModule]
    /// Where they were read: "SMBIOS (udev)", "SMBIOS (table)"; nil where they were not.
    package var source: String?
    /// Why nothing was read; nil where something was.
    package var unknown: String?
    /// Whether a hypervisor told them, who may have invented them.
    package var toldByHypervisor: Bool

    package init(
        modules: [MemoryModule], source: String? = nil, unknown: String? = nil, toldByHypervisor: Bool
    ) {
        self.modules = modules
        self.source = source
        self.unknown = unknown
        self.toldByHypervisor = toldByHypervisor
    }
}

/// One slot for a memory module.
package struct MemoryModule: Codable, Hashable, Sendable {
    /// The slot's name on the board: "DIMM_A1".
    package var locator: String
    /// In bytes; 0 for an empty slot.
    package var size: Int
    /// "DDR5", "LPDDR5"…; nil where it is not told.
    package var type: String?
    /// The speed it runs at and the speed it is made for, in MT/s; nil where not told.
    package var configuredMTs: Int?
    package var ratedMTs: Int?
    /// Width of its data in bits, without error correction; nil where not told.
    package var dataWidth: Int?

    package init(
        locator: String, size: Int, type: String? = nil, configuredMTs: Int? = nil, ratedMTs: Int? = nil,
        dataWidth: Int? = nil
    ) {
        self.locator = locator
        self.size = size
        self.type = type
        self.configuredMTs = configuredMTs
        self.ratedMTs = ratedMTs
        self.dataWidth = dataWidth
    }
}
