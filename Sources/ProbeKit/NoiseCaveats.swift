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
        let noisy = measured.filter { $0.disturbedSamples * 10 > $0.samples.count }
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
        return kinds.map { Caveat($0) }
    }
}

extension Measurement {
    fileprivate var disturbedSamples: Int { samples.count(where: \.isDisturbed) }
    fileprivate var disturbedShare: Double { Double(disturbedSamples) / Double(max(1, samples.count)) }
    fileprivate var confidence: Double { summary?.confidence ?? 0 }
    fileprivate var halfWidth: Double { summary?.relativeHalfWidth ?? 0 }
}
