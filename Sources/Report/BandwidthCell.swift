import Quantities
import Records
import Statistics
import TokenModel

/// A bandwidth measurement with its labels read.
struct BandwidthCell {
    let kernel: String
    let stores: String
    let instructionSet: String
    let threads: Int
    /// A node's id, or "all".
    let node: String
    let measurement: Measurement

    init?(_ measurement: Measurement) {
        guard measurement.quantity == "bandwidth", let kernel = measurement.labels["kernel"],
            let node = measurement.labels["memory_node"], measurement.labels["cpu_node"] == node
        else { return nil }
        self.kernel = kernel
        self.node = node
        stores = measurement.labels["stores"] ?? "none"
        instructionSet = measurement.labels["isa"] ?? ""
        threads = measurement.labels["threads"].flatMap { Int($0) } ?? 0
        self.measurement = measurement
    }

    var summary: Summary? { measurement.summary }
}

extension [BandwidthCell] {
    /// The fastest measured cell of a kernel on a node, whatever its stores and instruction set.
    func fastest(_ kernel: String, node: String) -> BandwidthCell? {
        filter { $0.kernel == kernel && $0.node == node }.max {
            ($0.summary?.median ?? -1) < ($1.summary?.median ?? -1)
        }
    }

    /// Nodes in the order they were measured; "all" is last where there are several.
    var nodes: [String] {
        reduce(into: []) { nodes, cell in if !nodes.contains(cell.node) { nodes.append(cell.node) } }
    }

    /// Where the whole machine is measured: "all", or the only node.
    var wholeMachine: String? { nodes.contains("all") ? "all" : nodes.first }
}

extension Summary {
    /// As a bandwidth with its interval.
    var bandwidth: BandwidthEstimate {
        BandwidthEstimate(
            median: Bandwidth(gigabytesPerSecond: median), low: Bandwidth(gigabytesPerSecond: low),
            high: Bandwidth(gigabytesPerSecond: high))
    }
}
