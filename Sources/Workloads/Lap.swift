/// A way round and round a thread's units, in pieces that go on where the last one ended.
struct Lap {
    /// Units of a round, at least 1.
    let length: Int
    private var start = 0
    /// Units since `begin`.
    private(set) var done = 0

    init(length: Int) {
        precondition(length > 0)
        self.length = length
    }

    /// Begins to count anew, where the last piece ended.
    mutating func begin() { (start, done) = ((start + done) % length, 0) }

    /// The next units, no more than so many, none beyond the end of the round; it moves on behind them.
    mutating func next(_ most: Int) -> Range<Int> {
        let first = (start + done) % length
        let range = first..<min(length, first + most)
        done += range.count
        return range
    }

    /// Whole rounds since `begin`.
    var rounds: Int { done / length }

    /// What was passed since `begin` beyond whole rounds, in order.
    var rest: [Range<Int>] { ranges(done % length) }

    /// All that was passed since `begin`, each unit once.
    var passed: [Range<Int>] { ranges(min(done, length)) }

    private func ranges(_ count: Int) -> [Range<Int>] {
        let end = start + count
        return [start..<min(end, length), 0..<max(0, end - length)].filter { !$0.isEmpty }
    }
}
