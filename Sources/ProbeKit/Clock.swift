import FoundationEssentials

/// The time of day for records.
package enum Clock {
    /// Now, UTC, ISO 8601: "2026-11-21T03:32:42Z".
    package static func timestamp() -> String { Date.now.formatted(.iso8601) }
}
