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
