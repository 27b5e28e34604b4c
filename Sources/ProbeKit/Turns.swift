/// Whether a first turn is taken when the time is used up.
package enum FirstTurn: Sendable {
    /// So that a slow machine still has a figure.
    case guaranteed
    case ifInTime
}

extension Array {
    /// Gives the elements their turns, one after the other and round after round, until each is done or the time is
    /// used up, so that a slow change of the machine meets all of them alike.
    /// - Parameters:
    ///   - first: whether the first has its turn even if the time is used up already.
    ///   - mayGoOn: whether anything but the time ends the work.
    ///   - turn: takes one turn, which should end at the instant it is given.
    package mutating func takeTurns(
        until deadline: ContinuousClock.Instant, first: FirstTurn = .guaranteed, isDone: (Element) -> Bool,
        mayGoOn: () -> Bool,
        _ turn: (inout Element, _ until: ContinuousClock.Instant, _ done: Int) throws -> Void
    ) rethrows {
        var hasBegun = first == .ifInTime
        while true {
            let open = indices.filter { !isDone(self[$0]) }
            if open.isEmpty { return }
            for (position, index) in open.enumerated() {
                guard !hasBegun || ContinuousClock.now < deadline, mayGoOn() else { return }
                hasBegun = true
                // A round's turns divide what is left, so that a short time still gives everyone a sample.
                let fair = ContinuousClock.now + (deadline - .now) / (open.count - position)
                try turn(&self[index], fair, count - open.count)
            }
        }
    }
}
