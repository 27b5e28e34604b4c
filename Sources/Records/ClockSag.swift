import Statistics

/// How the clock and the rate changed over seconds of the same work.
package struct ClockSag: Sendable {
    /// The first second's samples, after a tenth of a second in which the clock may still rise.
    package let firstClock: Summary, firstRate: Summary
    /// The last two seconds' samples.
    package let lastClock: Summary, lastRate: Summary
    /// All the time that was sampled, in seconds.
    package let seconds: Double

    /// A change of the clock by less than this share is not told: two runs differ by as much.
    private static let smallest = 0.02

    /// Nil where less than five seconds were sampled.
    package init?(_ cell: PeakCell) {
        guard cell.study == .sag, let clock = cell.clock?.samples, clock.count == cell.compute.samples.count else {
            return nil
        }
        var (time, times) = (0.0, [Double]())
        for sample in clock {
            times.append(time)
            time += sample.seconds
        }
        guard time >= 5 else { return nil }
        func part(_ samples: [Sample], _ range: Range<Double>) -> Summary? {
            let values = zip(times, samples).filter { range.contains($0.0) }.map(\.1.value)
            return Summary(of: values, better: .largest)
        }
        guard let firstClock = part(clock, 0.1..<1.1), let lastClock = part(clock, time - 2..<time),
            let firstRate = part(cell.compute.samples, 0.1..<1.1),
            let lastRate = part(cell.compute.samples, time - 2..<time)
        else { return nil }
        (self.firstClock, self.lastClock, self.firstRate, self.lastRate) = (firstClock, lastClock, firstRate, lastRate)
        seconds = time
    }

    /// The last clock over the first, less one: −0.1 is a tenth slower.
    package var change: Double { lastClock.median / firstClock.median - 1 }

    /// Whether the clock fell by more than its samples' doubt.
    package var sags: Bool { change < -Self.smallest && lastClock.high < firstClock.low }
}
