import Quantities

/// What the memory should give, and how that is known.
enum TheoreticalBandwidth: Hashable, Sendable {
    case known(Bandwidth, provenance: String)
    case unknown(why: String)
}
