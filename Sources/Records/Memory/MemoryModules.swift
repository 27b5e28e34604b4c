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

/// A memory array (SMBIOS type 16): the slots of one controller or board.
package struct MemoryArray: Codable, Hashable, Sendable {
    /// "system memory", "flash memory"…; nil where not told.
    package var use: String?
    /// "multi-bit ECC", "none"…; nil where not told.
    package var errorCorrection: String?
    /// Slots, populated or empty.
    package var slots: Int?
    /// Most that it can hold, in bytes; nil where not told.
    package var capacity: Int?

    package init(use: String? = nil, errorCorrection: String? = nil, slots: Int? = nil, capacity: Int? = nil) {
        self.use = use
        self.errorCorrection = errorCorrection
        self.slots = slots
        self.capacity = capacity
    }
}

/// A processor socket (SMBIOS type 4).
package struct ProcessorSocket: Codable, Hashable, Sendable {
    /// "CPU0", "P1"; nil where not told.
    package var designation: String?
    package var isPopulated: Bool
    /// "AMD EPYC 9755 128-Core Processor"; nil where not told.
    package var version: String?
    package var cores: Int?
    package var threads: Int?
    /// The highest clock the socket supports and the one it booted with, in MHz; nil where not told.
    package var maxMHz: Int?
    package var currentMHz: Int?

    package init(
        designation: String? = nil, isPopulated: Bool, version: String? = nil, cores: Int? = nil,
        threads: Int? = nil, maxMHz: Int? = nil, currentMHz: Int? = nil
    ) {
        self.designation = designation
        self.isPopulated = isPopulated
        self.version = version
        self.cores = cores
        self.threads = threads
        self.maxMHz = maxMHz
        self.currentMHz = currentMHz
    }
}
