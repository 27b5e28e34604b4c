/// The seconds of a step by what they are spent on.
package struct TokenTime: Hashable, Sendable {
    /// Matrices as they are streamed and multiplied, both overlapping.
    package var matrices = 0.0
    /// What streaming them, and what unpacking and multiplying them, would take alone.
    package var streaming = 0.0
    package var multiplying = 0.0
    package var attention = 0.0
    /// Barriers.
    package var synchronization = 0.0
    /// All else an engine does: norms, activations, its own bookkeeping.
    package var other = 0.0

    package var total: Double { matrices + attention + synchronization + other }
}
