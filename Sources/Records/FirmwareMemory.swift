/// What the firmware (ACPI HMAT) claims of a node's memory, seen from the nodes nearest to it. Never measured.
package struct FirmwareMemory: Codable, Hashable, Sendable {
    /// The nodes that the figures are seen from: the node itself, or the one whose CPUs are nearest.
    package var initiators: IDSet
    /// In 10⁶ bytes per second; nil where the firmware does not tell. So are the others.
    package var readBandwidthMBs: Int?
    /// In 10⁶ bytes per second.
    package var writeBandwidthMBs: Int?
    /// In nanoseconds.
    package var readLatencyNs: Int?
    /// In nanoseconds.
    package var writeLatencyNs: Int?

    package init(
        initiators: IDSet, readBandwidthMBs: Int? = nil, writeBandwidthMBs: Int? = nil, readLatencyNs: Int? = nil,
        writeLatencyNs: Int? = nil
    ) {
        self.initiators = initiators
        self.readBandwidthMBs = readBandwidthMBs
        self.writeBandwidthMBs = writeBandwidthMBs
        self.readLatencyNs = readLatencyNs
        self.writeLatencyNs = writeLatencyNs
    }
}

extension FirmwareMemory {
    /// What a figure can be: the kernel writes 0 where the firmware is silent, and 2³¹ MB/s are 2 PB/s, 2³¹ ns 2 s.
    package static let possible = 1..<(1 << 31)

    /// The figures that are told.
    package var figures: [Int] {
        [readBandwidthMBs, writeBandwidthMBs, readLatencyNs, writeLatencyNs].compactMap(\.self)
    }
}
