/// Memory modules as far as they can be read.
package struct MemoryModules: Codable, Hashable, Sendable {
    package var modules: [MemoryModule]
    /// Where they were read: "SMBIOS (udev)", "SMBIOS (table)"; nil where they were not.
    package var source: String?
    /// Why nothing was read; nil where something was.
    package var unknown: String?
    /// Whether a hypervisor told them, who may have invented them, and nobody vouched for them.
    package var toldByHypervisor: Bool
    /// The memory arrays (type 16) that modules belong to; nil where the source does not tell.
    package var arrays: [MemoryArray]?
    /// The processor sockets (type 4), populated or empty; nil where the source does not tell.
    package var sockets: [ProcessorSocket]?
    /// What the source said that cannot be, and was left out: "DIMM_A1: a data width of 3 bits is nonsense and was left
    /// out"; nil where nothing was.
    package var notes: [String]?

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
    /// In bytes; 0 for an empty slot, and where a module is fitted but its size is not known.
    package var size: Int
    /// True where a module is fitted whose size is not known; nil otherwise.
    package var hasUnknownSize: Bool?
    /// "DDR5", "LPDDR5"…; nil where it is not told.
    package var type: String?
    /// The speed it runs at and the speed it is made for, in MT/s; nil where not told.
    package var configuredMTs: Int?
    package var ratedMTs: Int?
    /// Width of its data in bits, without error correction; nil where not told.
    package var dataWidth: Int?
    /// Width with error correction, in bits; nil where not told.
    package var totalWidth: Int?
    /// What the board calls the bank or channel it belongs to: "P0 CHANNEL A", "BANK 0"; nil where not told.
    package var bank: String?
    /// Index into `arrays`; nil where not told.
    package var array: Int?
    package var ranks: Int?
    /// "DIMM", "SODIMM", "row of chips"…; nil where not told.
    package var formFactor: String?
    /// "DRAM", "NVDIMM-P"…; nil where not told.
    package var technology: String?
    package var manufacturer: String?
    package var partNumber: String?
    /// Modules that the firmware maps to this one's addresses, itself included (type 20): how many are interleaved; nil
    /// where not told.
    package var interleavedModules: Int?

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
