import Statistics

/// One measured quantity: what it is, under which labels, its raw samples and what they say.
package struct Measurement: Codable, Hashable, Sendable {
    /// The quantity's name: "bandwidth".
    package var quantity: String
    /// The unit of every number in it: "GB/s".
    package var unit: String
    /// What tells it from its neighbours: `["kernel": "triad", "cpu_node": "0"]`.
    package var labels: [String: String]
    /// Raw samples in the order they were taken; empty where nothing was measured.
    package var samples: [Sample]
    /// What the samples say; nil where nothing was measured.
    package var summary: Summary?
    /// Why sampling ended.
    package var stopped: StopReason?
    /// Why there is no figure, in words that say what to do; nil where there is one.
    package var notMeasured: String?
    /// Why the figure must not be relied on, though it is kept; nil where it may be.
    package var invalid: String?
    /// What was taken from the program while it was measured, where that is why there is no figure.
    package var takenAway: TakenAway?

    /// A quantity that was sampled. Without finite samples it is "not measured".
    package init(
        _ quantity: String, unit: String, labels: [String: String], samples: [Sample], stopped: StopReason,
        better: BetterEnd
    ) {
        self.quantity = quantity
        self.unit = unit
        self.labels = labels
        self.samples = samples
        self.stopped = stopped
        invalid = Throttling(samples).reason
        let summary = Summary(of: samples.map(\.value), better: better)
        self.summary = invalid == nil ? summary : summary?.flagged(.invalid)
        notMeasured = summary == nil ? stopped.reasonForNothing : nil
    }

    /// A quantity that could not be measured, and why.
    package init(_ quantity: String, unit: String, labels: [String: String], notMeasured reason: String) {
        self.quantity = quantity
        self.unit = unit
        self.labels = labels
        samples = []
        notMeasured = reason
    }

    /// A quantity whose CPUs or memory were taken away while it was measured.
    package init(_ quantity: String, unit: String, labels: [String: String], takenAway: TakenAway) {
        self.init(quantity, unit: unit, labels: labels, notMeasured: takenAway.text)
        self.takenAway = takenAway
    }
}
