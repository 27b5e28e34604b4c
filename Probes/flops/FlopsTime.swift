import ProbeKit
import Records

/// How the time is divided between the peaks and watching the clock.
struct FlopsTime {
    let schedule: Schedule
    /// Loops under which there is time to watch the clock.
    let watched: Int

    /// How long the clock is watched: longer than most machines' short-term power limits, less than a person waits.
    static let sustainedSeconds = 10.0
    /// What the peaks need at least, so that watching the clock does not take their time.
    static let shortestPeaks = 2.0

    /// - Parameters:
    ///   - cells: loops by sets of cores.
    ///   - sustained: loops under which the clock is to be watched.
    init(_ options: MeasurementOptions, cells: Int, sustained: Int) {
        let standard = options.quick ? 3 : 8 + Double(sustained) * Self.sustainedSeconds
        let seconds = options.timeBudget?.seconds ?? standard
        let fitting = Int(max(0, seconds - Self.shortestPeaks) / Self.sustainedSeconds)
        watched = options.quick ? 0 : min(sustained, fitting)
        // The peaks have all but what watching the clock takes: weights are seconds here.
        let left = (seconds - Double(watched) * Self.sustainedSeconds) / Double(max(1, cells))
        schedule = Schedule(
            seconds: seconds,
            [
                .init(
                    PeakCell.Study.peak.rawValue, cells: cells, weight: left, secondsOfCell: min(max(left, 0.02), 0.2),
                    leastSecondsOfCell: 0.02),
                .init(
                    PeakCell.Study.sag.rawValue, cells: watched, weight: Self.sustainedSeconds,
                    secondsOfCell: Self.sustainedSeconds, leastSecondsOfCell: Self.sustainedSeconds),
            ])
    }
}
