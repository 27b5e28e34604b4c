import Machine

/// A thread's work within a window of time, however much that is. One thread uses it at a time.
final class TimedWork: @unchecked Sendable {
    let work: any ThreadWork
    /// In the last window.
    private(set) var units = 0
    /// By the last windows; nil before the first.
    private var unitsPerNanosecond: Double?

    /// A look at the clock takes some 30 ns: so many of them cost nothing, and the last piece meets the window's end.
    private static let pieces = 16.0
    /// The share of the window that need not be filled: the threads start no closer together.
    private static let slack = 1.0 / 400

    init(_ work: any ThreadWork) { self.work = work }

    /// What was done in the last window: bytes, operations or loads.
    var amount: Double { Double(units) * work.amountOfUnit }

    /// Works for so many nanoseconds from now on: in pieces, the last of which is as large as what is left of the time.
    func run(nanoseconds window: Double) {
        work.begin()
        units = 0
        let start = MonotonicClock.nanoseconds
        var elapsed = 0.0
        while window - elapsed > window * Self.slack {
            // Where nothing is known, one unit tells; its rate is vague, by a clock that takes tens of nanoseconds.
            let most = units == 0 ? Double(1 << 40) : 64 * Double(units)
            let rate = unitsPerNanosecond ?? 0
            let fitting = rate * (window - elapsed)
            guard fitting >= 1 || units == 0 else { break }
            let piece = max(1, Int(min(fitting, rate * window / Self.pieces, most)))
            work.run(units: piece)
            units += piece
            elapsed = max(1, Double(MonotonicClock.nanoseconds - start))
            unitsPerNanosecond = Double(units) / elapsed
        }
    }
}
