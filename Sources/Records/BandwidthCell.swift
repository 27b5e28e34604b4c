import Quantities
import Statistics

/// A bandwidth measurement with its labels read.
package struct BandwidthCell: Sendable {
    package let measurement: Measurement
    package let kernel: String
    /// "none", "regular" or "nontemporal".
    package let stores: String
    package let instructionSet: String
    package let threads: Int
    /// A node's id, or "all".
    package let cpuNode: String
    /// A node's id, "all", or "interleaved".
    package let memoryNode: String
    /// The part of the run it belongs to; "loops" in records of before there were others.
    package let study: String

    /// Nil where the measurement is none of bandwidth.
    package init?(_ measurement: Measurement) {
        guard measurement.quantity == "bandwidth", let kernel = measurement.labels["kernel"],
            let memoryNode = measurement.labels["memory_node"], let cpuNode = measurement.labels["cpu_node"]
        else { return nil }
        self.measurement = measurement
        self.kernel = kernel
        self.cpuNode = cpuNode
        self.memoryNode = memoryNode
        stores = measurement.labels["stores"] ?? "none"
        instructionSet = measurement.labels["isa"] ?? ""
        threads = measurement.labels["threads"].flatMap { Int($0) } ?? 0
        study = measurement.labels["study"] ?? "loops"
    }
}

extension BandwidthCell {
    package var summary: Summary? { measurement.summary }

    /// The median in GB/s; nil where there is none.
    package var median: Double? { summary?.median }

    /// Why there is no figure.
    package var reason: String { measurement.notMeasured ?? "no reason was recorded" }

    /// The page size that the memory had: "2 MiB"; nil where it was not told.
    package var pageSize: String? { measurement.labels["page_size"] }

    /// What each thread goes through, in bytes, where that is less than whole arrays.
    package var workingSet: Int? { measurement.labels["working_set_bytes"].flatMap { Int($0) } }

    /// "2 streams, prefetch" of a read; nil of what writes, and in older records.
    package var shape: String? {
        guard let streams = measurement.labels["streams"] else { return nil }
        let ahead = measurement.labels["prefetch"] == "software" ? ", prefetch" : ""
        return "\(streams) stream\(streams == "1" ? "" : "s")\(ahead)"
    }

    /// "triad, nontemporal, avx512"; "read, 2 streams, avx512".
    package var name: String {
        [kernel, stores == "none" ? nil : stores, shape, instructionSet].compactMap(\.self).joined(separator: ", ")
    }

    /// Credited and moved bytes an element, as the kernel declares them; nil in older records.
    private func bytes(_ label: String) -> Double? { measurement.labels[label].flatMap { Double($0) } }

    /// Moved over credited bytes if every line that is written is read first: 1.33 of triad with regular stores.
    package var fullFactor: Double {
        guard let moved = bytes("moved_bytes"), let credited = bytes("credited_bytes"), credited > 0 else { return 1 }
        return moved / credited
    }
}

extension [BandwidthCell] {
    package func of(study: String) -> [BandwidthCell] { filter { $0.study == study } }

    /// The fastest measured cell of a kernel on a node with its own cores, whatever its stores and instruction set.
    package func fastest(_ kernel: String, node: String) -> BandwidthCell? {
        of(study: "loops").filter { $0.kernel == kernel && $0.memoryNode == node && $0.cpuNode == node }.max {
            ($0.median ?? -1) < ($1.median ?? -1)
        }
    }

    /// Nodes in the order in which their loops were measured; "all" is last where there are several.
    package var nodes: [String] {
        of(study: "loops").reduce(into: []) { nodes, cell in
            if cell.cpuNode == cell.memoryNode, !nodes.contains(cell.memoryNode) { nodes.append(cell.memoryNode) }
        }
    }

    /// Where the whole machine is measured: "all", or the only node.
    package var wholeMachine: String? { nodes.contains("all") ? "all" : nodes.first }

    /// The same loop at the same place with non-temporal stores.
    package func nontemporalTwin(of cell: BandwidthCell) -> BandwidthCell? {
        first { twin in
            twin.stores == "nontemporal" && twin.study == cell.study && twin.kernel == cell.kernel
                && twin.instructionSet == cell.instructionSet && twin.cpuNode == cell.cpuNode
                && twin.memoryNode == cell.memoryNode && twin.threads == cell.threads
        }
    }

    /// The same loop by as many threads at the same place, measured again in other parts of the run.
    package func repeats(of cell: BandwidthCell) -> [BandwidthCell] {
        filter { other in
            other.study != cell.study
                && (other.study == "scaling" || other.measurement.labels["pages"] == "transparent huge")
                && other.median != nil && other.name == cell.name && other.threads == cell.threads
                && other.cpuNode == cell.cpuNode && other.memoryNode == cell.memoryNode
        }
    }

    /// How many times its credited bytes a loop with regular stores moved, if it moved them at the rate of its
    /// non-temporal twin, which reads no line before it writes it; nil without a twin.
    ///
    /// Below 1 the twin was slower for other reasons, and above the full factor the loop was.
    package func impliedFactor(of cell: BandwidthCell) -> Double? {
        guard cell.stores == "regular", let rate = cell.median, rate > 0,
            let twin = nontemporalTwin(of: cell)?.median
        else { return nil }
        return twin / rate
    }

    /// The bytes that cross the bus in a second, estimated: the credited rate times the factor that the pair implies,
    /// within what is possible; the full factor where there is no pair. Nil where nothing was measured, or the pair's
    /// intervals imply what is impossible: the machine changed between the two.
    package func movedRate(of cell: BandwidthCell) -> Double? {
        guard let rate = cell.median else { return nil }
        guard let factor = impliedFactor(of: cell) else { return rate * cell.fullFactor }
        if let own = cell.summary, let twin = nontemporalTwin(of: cell)?.summary, own.low > 0 {
            guard twin.high / own.low >= 1, twin.low / own.high <= cell.fullFactor else { return nil }
        }
        return rate * Swift.max(1, Swift.min(cell.fullFactor, factor))
    }
}
