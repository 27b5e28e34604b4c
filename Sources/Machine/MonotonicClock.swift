import CPlatform

/// A clock for times that threads take of themselves.
package enum MonotonicClock {
    /// Since some moment in the past.
    package static var nanoseconds: UInt64 { cp_now_ns() }
}
