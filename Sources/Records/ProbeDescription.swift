/// What a probe program says of itself when it is called with --describe.
package struct ProbeDescription: Codable, Hashable, Sendable {
    package var schemaVersion = Schema.version
    /// The probe's name without "probe-".
    package var name: String
    /// One line for a list of programs.
    package var summary: String
    /// Programs run, and sections stand, in ascending order.
    package var order: Int
    /// Its share of the time that all programs have together; 0 for one that measures nothing.
    package var timeShare: Double
    /// False where `probe all` leaves it out; nil, as in older programs, means that it is run.
    package var isPartOfAll: Bool?
    /// Seconds that it takes beside the time that the others share, and with --quick; nil of one that shares it.
    package var ownSeconds: Double?
    package var ownQuickSeconds: Double?

    package init(name: String, summary: String, order: Int, timeShare: Double) {
        self.name = name
        self.summary = summary
        self.order = order
        self.timeShare = timeShare
    }
}
