/// Time for a number of cells, which share what is left of it evenly: what one saves, the later ones have.
package struct TimeBudget {
    package let deadline: ContinuousClock.Instant
    private let began: ContinuousClock.Instant
    private var cellsLeft: Int
    private var cellsDone = 0

    package init(seconds: Double, cells: Int) {
        began = .now
        deadline = began + .seconds(seconds)
        cellsLeft = cells
    }

    /// Whether the time is used up.
    package var isOver: Bool { ContinuousClock.now >= deadline }

    /// Begins the next cell; it should end by the instant returned.
    package mutating func nextCell() -> ContinuousClock.Instant {
        let now = ContinuousClock.now
        let share = (deadline - now) / max(1, cellsLeft)
        cellsLeft -= 1
        cellsDone += 1
        return now + share
    }

    /// The share of the cells that were begun, from 0 to 1.
    package var fraction: Double { Double(cellsDone) / Double(max(1, cellsDone + cellsLeft)) }

    /// About how long the rest takes, in seconds: the cells left at the pace so far, at most the time left.
    package var secondsLeft: Double {
        let left = max(0, (deadline - .now) / .seconds(1))
        guard cellsDone > 0 else { return left }
        let pace = (ContinuousClock.now - began) / .seconds(1) / Double(cellsDone)
        return min(left, pace * Double(cellsLeft))
    }
}
