import Quantities
import Records
import Statistics
import TokenModel

/// The read bandwidth of the whole machine, which predictions rest on.
struct ReadRate {
    let summary: Summary
    /// Threads that read.
    let threads: Int
    /// The ends of its interval, widened to what the same loop gave when other parts of the run measured it again: a
    /// machine that changed in between is known no better than that.
    let low: Double, high: Double
    /// Whether another part of the run widened it.
    let isWidened: Bool

    init?(_ cells: [BandwidthCell]) {
        guard let node = cells.wholeMachine, let cell = cells.fastest("read", node: node), let summary = cell.summary
        else { return nil }
        let again = cells.repeats(of: cell).compactMap(\.median)
        self.summary = summary
        threads = cell.threads
        low = ([summary.low] + again).min() ?? summary.low
        high = ([summary.high] + again).max() ?? summary.high
        isWidened = low < summary.low || high > summary.high
    }

    /// In GB/s.
    var median: Double { summary.median }

    /// The fastest that any part of the run read, in GB/s: the machine alone, if it ever was.
    var fastestSeen: Double { max(summary.best, high) }

    var bandwidth: BandwidthEstimate {
        BandwidthEstimate(
            median: Bandwidth(gigabytesPerSecond: median), low: Bandwidth(gigabytesPerSecond: low),
            high: Bandwidth(gigabytesPerSecond: high))
    }

    /// "95 % interval 47.4 – 84.7"; what else it is where it is none.
    var intervalText: String {
        let mark = summary.isInvalid ? "; invalid" : ""
        if summary.count == 1, !isWidened { return "one sample, no interval\(mark)" }
        let range = "\(low.significant(3)) – \(high.significant(3))"
        return (isWidened ? "\(range) with its repeats in the same run" : "95 % interval \(range)") + mark
    }
}
