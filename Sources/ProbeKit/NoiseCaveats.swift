import Records
import Statistics

extension Caveat {
    /// A figure that is known to worse than this share cannot back a decision about a tenth.
    private static let widestHalfWidth = 0.05

    /// What the samples say about how far the figures can be trusted: at most one caveat of each kind.
    /// - Parameter name: a measurement's name for a sentence: "triad on node 0".
    package static func noise(in measurements: [Measurement], name: (Measurement) -> String) -> [Caveat] {
        let measured = measurements.filter { $0.summary != nil }
        // One sample in ten is what a quiet machine's own housekeeping disturbs.
        // What a quota did is told of the figures that it spoilt.
        let noisy = measured.filter { $0.invalid == nil && $0.disturbedSamples * 10 > $0.samples.count }
        let unsteady = measured.filter { $0.halfWidth > widestHalfWidth }
        var kinds: [Kind] = []
        if let worst = noisy.max(by: { $0.disturbedShare < $1.disturbedShare }) {
            kinds.append(
                .noisy(
                    figures: noisy.count, of: measured.count, worst: name(worst), disturbed: worst.disturbedSamples,
                    samples: worst.samples.count))
        }
        if let worst = unsteady.max(by: { $0.halfWidth < $1.halfWidth }) {
            kinds.append(
                .unsteady(
                    figures: unsteady.count, of: measured.count, worst: name(worst), halfWidth: worst.halfWidth))
        }
        let few = measured.filter { $0.confidence < 0.95 }
        if let worst = few.min(by: { $0.confidence < $1.confidence }) {
            kinds.append(
                .fewSamples(figures: few.count, of: measured.count, worst: name(worst), confidence: worst.confidence))
        }
        return (kinds + throttled(measured, name) + takenAway(measurements, name)).map { Caveat($0) }
    }

    private static func throttled(_ measured: [Measurement], _ name: (Measurement) -> String) -> [Kind] {
        let invalid = measured.filter { $0.invalid != nil }
        func share(_ measurement: Measurement) -> Double { Throttling(measurement.samples).share }
        guard let worst = invalid.max(by: { share($0) < share($1) }) else { return [] }
        return [
            .throttled(
                figures: invalid.count, of: measured.count, worst: name(worst), share: share(worst),
                cpus: invalid.flatMap(\.samples).compactMap(\.noise?.quotaCPUs).min())
        ]
    }

    /// One for each thing that was taken.
    private static func takenAway(_ all: [Measurement], _ name: (Measurement) -> String) -> [Kind] {
        let dropped = all.filter { $0.takenAway != nil }
        let losses = dropped.compactMap(\.takenAway).reduce(into: [TakenAway]()) {
            if !$0.contains($1) { $0.append($1) }
        }
        return losses.map { loss in
            let names = dropped.filter { $0.takenAway == loss }.map(name)
            return .takenAway(lost: loss, figures: names.count, of: all.count, names: names)
        }
    }
}

extension Measurement {
    fileprivate var disturbedSamples: Int { samples.count(where: \.isDisturbed) }
    fileprivate var disturbedShare: Double { Double(disturbedSamples) / Double(max(1, samples.count)) }
    fileprivate var confidence: Double { summary?.confidence ?? 0 }
    fileprivate var halfWidth: Double { summary?.relativeHalfWidth ?? 0 }
}
