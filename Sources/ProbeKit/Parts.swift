import Quantities
import Records

/// The parts of a run, one after the other, within the time there is, until a signal ends it.
package struct Parts {
    package let budget: TimeBudget
    package let outline: Outline
    private let progress: Progress
    private let signals: SignalWatch
    /// Cells of the parts that are over.
    private var finished = 0
    /// The names of those that were begun.
    private var begun: Set<String> = []

    /// - Parameter began: when the work began that the time is for.
    package init(
        _ schedule: Schedule, from began: ContinuousClock.Instant = .now, progress: Progress, signals: SignalWatch
    ) {
        budget = TimeBudget(seconds: schedule.seconds, from: began)
        outline = schedule.outline
        self.progress = progress
        self.signals = signals
    }

    /// Says what is planned.
    /// - Parameter threads: how many are busy at once; one on each CPU that may be used where it is nil.
    /// - Throws: `Failure` where the limit on CPU time does not let it end.
    package func announce(threads: Int? = nil) throws {
        try CPUTimeLimit.require(for: budget.seconds, threads: threads)
        progress.note(outline.text(budget: budget))
    }

    /// Removes the last sign of progress.
    package func end() { progress.clear() }

    /// What a run without a single figure fails with.
    /// - Parameter reason: why there is none, in the words of the first that was left out.
    package func failure(_ status: ExitStatus, cannot operation: String, because reason: String) -> Failure {
        // As a shell tells it: 128 and the signal.
        let ended = signals.received.flatMap { ExitStatus(rawValue: 128 + $0) }
        return Failure(ended ?? status, cannot: operation, because: reason, remedy: "Nothing was printed")
    }

    /// A record without a single figure would look like a success.
    /// - Parameter forbidden: why nothing could be measured for want of a permission; nil where that was not it.
    /// - Throws: `Failure` where there is none, in the words of the first that was left out.
    package func requireFigure(
        in measurements: [Measurement], cannot operation: String, forbidden: String? = nil
    ) throws {
        guard measurements.allSatisfy({ $0.summary == nil }) else { return }
        throw failure(
            forbidden == nil ? .unavailable : .noPermission, cannot: operation,
            because: forbidden ?? measurements.compactMap(\.notMeasured).first ?? "nothing was asked for")
    }

    /// Why a cell that does not say itself has no more samples.
    package var ending: StopReason { signals.received == nil ? .budget : .signal }

    /// Why no further part is begun, whose memory alone may take seconds to set up; nil where one may be.
    package var ended: String? {
        if signals.received != nil { return StopReason.signal.reasonForNothing }
        return budget.isOver ? StopReason.budget.reasonForNothing : nil
    }

    /// Why a part is not begun, whose memory alone may take seconds to set up; nil where it may be.
    package func reason(against part: String) -> String? {
        if let ended { return ended }
        guard !outline.begins(part) else { return nil }
        return "there is no time for it in \(budget.seconds.significant(3)) s; raise --time-budget"
    }

    /// Gives the cells of a part their turns, within the part's share of the time: first those that are planned, and if
    /// they are done sooner, the others. A part that has had its turn goes on with what time the later ones do not have
    /// as their share.
    /// - Parameter activity: what a cell's turn is called while one waits.
    package mutating func run<Cell>(
        _ part: String, _ cells: inout [Cell], isDone: (Cell) -> Bool, activity: (Cell) -> String,
        turn: (inout Cell, _ until: ContinuousClock.Instant) throws -> Void
    ) rethrows {
        let all = Double(max(1, outline.cells))
        let (signals, before) = (signals, finished)
        let goesOn = !begun.insert(part).inserted
        let until =
            goesOn
            ? budget.deadline(leaving: outline.share(after: begun)) : budget.deadline(share: outline.share(of: part))
        var known = 0
        func take(_ some: [Int], _ first: FirstTurn) throws {
            var chosen = some.map { cells[$0] }
            defer { for (index, cell) in zip(some, chosen) { cells[index] = cell } }
            try chosen.takeTurns(until: until, first: first, isDone: isDone, mayGoOn: { signals.received == nil }) {
                cell, deadline, done in
                let known = min(1, Double(before + known + done) / all)
                progress.show(budget.progress(known: known, activity: activity(cell)))
                try turn(&cell, deadline)
            }
            known += some.count
        }
        let planned = outline.selected(part, of: cells.count)
        try take(planned, !goesOn && begun.count <= Outline.guaranteed ? .guaranteed : .ifInTime)
        if planned.count < cells.count {
            try take(Array(Set(cells.indices).subtracting(planned)).sorted(), .ifInTime)
        }
        finished += goesOn ? 0 : cells.count
    }
}
