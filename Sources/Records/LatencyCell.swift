import Statistics

/// A latency measurement with its labels read.
package struct LatencyCell: Sendable {
    package let measurement: Measurement
    package let kind: Kind

    /// What is timed.
    package enum Kind: String, CaseIterable, Codable, Sendable {
        /// A load from the middle of each cache level, and from memory.
        case level
        /// A load from memory, by the node of the core and the node of the memory.
        case node
        /// One core hands a cache line to another.
        case handover
        /// Threads meet at a barrier.
        case barrier
        /// A load from memory while other cores stream.
        case loaded
        /// A load from working sets of rising size.
        case curve
    }

    /// Nil where the measurement is none of latency.
    package init?(_ measurement: Measurement) {
        guard measurement.quantity == "latency", let kind = measurement.labels["kind"].flatMap(Kind.init) else {
            return nil
        }
        self.measurement = measurement
        self.kind = kind
    }
}

extension LatencyCell {
    package var summary: Summary? { measurement.summary }
    /// In nanoseconds; nil where there is none.
    package var median: Double? { summary?.median }
    /// "l1", "l2", "l3" or "dram"; empty of what is no load.
    package var level: String { measurement.labels["level"] ?? "" }
    /// The page size obtained: "4 KiB"; empty where it does not matter or is not told.
    package var pageSize: String { measurement.labels["page_size"] ?? "" }
    /// Which pages were asked for: "small" or "transparent huge".
    package var pages: String { measurement.labels["pages"] ?? "" }
    package var cpuNode: Int? { integer("cpu_node") }
    package var memoryNode: Int? { integer("memory_node") }
    package var workingSet: Int? { integer("working_set_bytes") }
    package var threads: Int { max(1, integer("threads") ?? 1) }
    /// The two CPUs of a hand-over.
    package var cpu: Int? { integer("cpu") }
    package var peer: Int? { integer("peer_cpu") }
    /// What the two cores of a hand-over share: "L3", "package"; "nothing" where they are on different packages.
    package var shares: String { measurement.labels["shares"] ?? "" }
    /// The share of the time in which the other cores streamed, from 0 to 100; and their median rate in GB/s.
    package var loadPercent: Int? { integer("load_percent") }
    package var loadRate: Double? { measurement.labels["load_gb_s"].flatMap { Double($0) } }
    package var reason: String { measurement.notMeasured ?? "no reason was recorded" }

    private func integer(_ label: String) -> Int? { measurement.labels[label].flatMap { Int($0) } }
}
