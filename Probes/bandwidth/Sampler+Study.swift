import ProbeKit

extension Sampler {
    /// How well the figures of a part of the run have to be known.
    init(_ study: Study, quick: Bool) {
        self.init(quick: quick)
        switch study {
        case .loops: break
        case .shapes:
            // To choose the fastest, not to know it: what is chosen is measured anew.
            (target, minimum, maximum, samplesPerTurn) = (1, 9, 12, 3)
        case .levels: (target, minimum, maximum, samplesPerTurn) = (0.02, 9, 45, 3)
        case .matrix, .scaling, .interleaved, .pages:
            (target, minimum, maximum, samplesPerTurn) = (0.02, quick ? 6 : 9, 500, quick ? 2 : 3)
        }
    }
}
