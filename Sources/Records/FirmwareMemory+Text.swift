import Quantities
import Tables

extension FirmwareMemory {
    /// "102", or "205 / 102" where reading and writing differ, in GB/s; nil where neither is told.
    package var gigabytesPerSecond: String? {
        let texts = [readBandwidthMBs, writeBandwidthMBs].map { megabytes in
            megabytes.map { Bandwidth(gigabytesPerSecond: Double($0) / 1000).gigabytesPerSecond.significant(3) }
        }
        return Self.pair(read: texts[0], write: texts[1])
    }

    /// "80", or "80 / 95" where reading and writing differ, in ns; nil where neither is told.
    package var nanoseconds: String? {
        Self.pair(read: readLatencyNs.map(String.init), write: writeLatencyNs.map(String.init))
    }

    private static func pair(read: String?, write: String?) -> String? {
        guard let write, write != read else { return read }
        return "\(read ?? "–") / \(write)"
    }
}

extension NUMANode {
    /// The cells of `TopologyDetails.firmwareColumns`.
    package var firmwareCells: [String] { [firmware?.gigabytesPerSecond ?? "–", firmware?.nanoseconds ?? "–"] }
}

extension TopologyDetails {
    /// Whether the firmware claims a speed of any node's memory.
    package var hasFirmwareFigures: Bool { nodes.contains { $0.firmware?.figures.isEmpty == false } }

    /// The columns that a table of nodes has more where the firmware claims something.
    package static let firmwareColumns = [Table.Column("Firmware GB/s", .right), .init("Firmware ns", .right)]

    /// What stands below a table of such claims.
    package static let firmwareNote =
        "Firmware GB/s and ns are what the firmware (ACPI HMAT) claims for the nearest CPUs, read / write where the "
        + "two differ; they are not measurements."
}
