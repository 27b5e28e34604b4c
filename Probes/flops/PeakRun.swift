import Kernels
import Machine
import Records

/// A peak loop on all threads of a team, and the clock of each thread right after it.
final class PeakRun {
    let kernel: PeakKernel
    let team: ThreadTeam
    private let states: [PeakState]
    private let results: ThreadResults
    /// Different cores among the team's CPUs.
    private let cores: Int

    /// The clock is the difference of two lengths, so that what reading the time takes cancels. Their own times, 1 and
    /// 5 µs at 4 GHz, are short against a sample.
    private static let short = ClockChain(cycles: 4096)
    private static let long = ClockChain(cycles: 20480)
    /// The fastest of so many chains: whatever disturbs one makes it longer.
    private static let chains = 5
    /// A thread reads the time after so many nanoseconds of work, which costs it a thousandth.
    private static let piece: UInt64 = 50_000

    /// One sample.
    struct Sample {
        /// 10⁹ operations a second, of all threads.
        let rate: Double
        /// In GHz, the mean of the threads.
        let clock: Double
        /// Operations of a core per cycle.
        let perCycle: Double
        let seconds: Double
    }

    init(_ kernel: PeakKernel, _ team: ThreadTeam, cores: Int, seed: UInt64) {
        self.kernel = kernel
        self.team = team
        self.cores = cores
        states = team.cpus.map { _ in PeakState(kernel, seed: seed) }
        results = ThreadResults(team.cpus.count)
    }

    /// Takes one sample: every thread computes until its time is over, so that cores of different speed each do what
    /// they can, and none waits for another.
    func sample(seconds: Double) -> Sample {
        let (states, results, window) = (states, results, UInt64(seconds * 1e9))
        team.run { thread in
            let start = MonotonicClock.nanoseconds
            var now = start
            var (turns, done) = (results[thread].turnsOfPiece, 0)
            while true {
                states[thread].run(turns: turns)
                done += turns
                now = MonotonicClock.nanoseconds
                let left = Int64(bitPattern: start &+ window &- now)
                // By its own pace until now, so that the last piece ends when the time does.
                let pace = Double(done) / Double(max(1, now &- start))
                let next = Int(pace * Double(min(Int64(Self.piece), left)))
                guard left > 0, next > 0 else { break }
                turns = next
            }
            results[thread].turnsOfPiece = max(1, Int(Double(done) / Double(max(1, now &- start)) * Double(Self.piece)))
            results[thread].turns = done
            results[thread].interval = start..<max(now, start &+ 1)
            Self.readClock(into: &results[thread])
        }
        let all = results.all
        let start = all.map(\.interval.lowerBound).min() ?? 0
        let nanoseconds = Double((all.map(\.interval.upperBound).max() ?? 1) - start)
        let rate = Double(kernel.operations) * Double(all.map(\.turns).reduce(0, +)) / nanoseconds
        let clock = all.map(\.cyclesPerNanosecond).reduce(0, +) / Double(all.count)
        return Sample(
            rate: rate, clock: clock, perCycle: rate / clock / Double(cores), seconds: nanoseconds / 1e9)
    }

    private static func readClock(into result: inout ThreadResults.Result) {
        var shortest = (short: UInt64.max, long: UInt64.max)
        for _ in 0..<chains {
            let first = MonotonicClock.nanoseconds
            let isRight = short.run(start: first)
            let second = MonotonicClock.nanoseconds
            let isRightToo = long.run(start: second)
            let third = MonotonicClock.nanoseconds
            shortest = (min(shortest.short, second &- first), min(shortest.long, third &- second))
            if !isRight || !isRightToo { result.isRight = false }
        }
        let difference = Double(shortest.long) - Double(shortest.short)
        result.cyclesPerNanosecond = Double(long.cycles - short.cycles) / max(1, difference)
    }

    /// Compares every number of every thread with the scalar oracle.
    /// - Throws: `Failure` where one differs.
    func verify() throws {
        let (states, results) = (states, results)
        team.run { results[$0].isRight = states[$0].isRight && results[$0].isRight }
        guard results.all.allSatisfy({ $0.isRight }) else {
            throw kernel.wrong("after it was timed, a number differs from the scalar oracle")
        }
    }
}

/// What each thread of a team found; each writes its own.
private final class ThreadResults: @unchecked Sendable {
    /// What one thread found.
    struct Result {
        /// When the loop ran, in nanoseconds.
        var interval: Range<UInt64> = 0..<1
        /// Done in that time.
        var turns = 0
        /// What takes about a piece's time.
        var turnsOfPiece = 64
        var cyclesPerNanosecond = 1.0
        var isRight = true
    }

    private let results: UnsafeMutableBufferPointer<Result>

    init(_ count: Int) {
        results = .allocate(capacity: count)
        results.initialize(repeating: Result())
    }

    deinit { results.deallocate() }

    subscript(thread: Int) -> Result {
        get { results[thread] }
        set { results[thread] = newValue }
    }

    var all: [Result] { Array(results) }
}
