import Records
import Statistics

extension Measurement {
    /// What the samples say about how far the figure can be trusted.
    /// - Parameter what: the measurement's name for a sentence: "triad on node 0".
    package func noiseCaveats(_ what: String) -> [Caveat] {
        guard let summary else { return [] }
        let disturbed = samples.count(where: \.isDisturbed)
        // One sample in ten is what a quiet machine's own housekeeping disturbs.
        if disturbed * 10 > samples.count {
            return [Caveat(.noisy(what: what, disturbed: disturbed, samples: samples.count))]
        }
        // Five times the target: a figure that cannot back a decision about a tenth.
        return summary.relativeHalfWidth > 0.05
            ? [Caveat(.unsteady(what: what, halfWidth: summary.relativeHalfWidth))] : []
    }
}
