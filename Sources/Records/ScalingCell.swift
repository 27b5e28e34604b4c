import Statistics

/// The rate of a workload by a number of threads.
package struct ScalingCell: Sendable {
    package let measurement: Measurement
    package let workload: Workload
    /// "compact" or "spread"; "single" for one core of a kind that is not the first.
    package let placement: String
    package let threads: Int

    package static let quantity = "scaling"
    package static let single = "single"
    /// A record is made by others: what is no number of threads must not end in a sum over them. Twice what Linux can
    /// be built for is enough.
    private static let possibleThreads = 1...65_536

    /// Nil where the measurement is none of scaling.
    package init?(_ measurement: Measurement) {
        guard measurement.quantity == Self.quantity,
            let workload = measurement.labels["workload"].flatMap(Workload.init),
            let placement = measurement.labels["placement"],
            let threads = measurement.labels["threads"].flatMap({ Int($0) }), Self.possibleThreads ~= threads
        else { return nil }
        self.measurement = measurement
        self.workload = workload
        self.placement = placement
        self.threads = threads
    }

    package var summary: Summary? { measurement.summary }
    /// The kind of the core of a single thread; nil of several threads.
    package var coreKind: String? { measurement.labels["core_kind"] }
    package var reason: String { measurement.notMeasured ?? "no reason was recorded" }
}
