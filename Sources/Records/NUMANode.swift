/// A NUMA node: memory, CPUs, or both.
package struct NUMANode: Codable, Hashable, Sendable {
    /// The kernel's id; ids can have gaps.
    package var id: Int
    /// In bytes; 0 for a node that has CPUs only.
    package var memory: Int
    /// PUs local to the node; empty for memory without CPUs (HBM, CXL).
    package var pus: IDSet
    /// What the firmware or hwloc calls it ("DRAM", "MCDRAM"); nil where nothing does.
    package var kind: String?
    /// What the firmware claims of its speed; nil where it claims nothing.
    package var firmware: FirmwareMemory?

    package init(id: Int, memory: Int, pus: IDSet, kind: String? = nil, firmware: FirmwareMemory? = nil) {
        self.id = id
        self.memory = memory
        self.pus = pus
        self.kind = kind
        self.firmware = firmware
    }
}
