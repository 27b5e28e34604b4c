import Kernels
import Machine
import Records

/// A peak loop on all threads of a team, and the clock of each thread right after it.
final class PeakRun {
    let kernel: PeakKernel
    let team: ThreadTeam
    private let states: [PeakState]
    private let results: ThreadResults
    private var turns = 0

    /// Short against a sample, and long against reading the time, which takes some 30 ns: 4 µs at 4 GHz.
    private static let chain = ClockChain(cycles: 16_384)
    /// The fastest of so many chains: whatever disturbs one makes it longer.
    private static let chains = 5

    /// One sample.
    struct Sample {
        /// 10⁹ operations a second, of all threads.
        let rate: Double
        /// In GHz, the mean of the threads.
        let clock: Double
        /// Operations of a thread per cycle.
        let perCycle: Double
        let seconds: Double
    }

    init(_ kernel: PeakKernel, _ team: ThreadTeam, seed: UInt64) {
        self.kernel = kernel
        self.team = team
        states = team.cpus.map { _ in PeakState(kernel, seed: seed) }
        results = ThreadResults(team.cpus.count)
    }

    /// Takes one sample of about so many seconds.
    func sample(seconds: Double) -> Sample {
        if turns == 0 { turns = 64 }
        // A first try may be short; the time grows in proportion, and never beyond what is asked for.
        while true {
            let sample = once()
            if sample.seconds >= seconds / 2 {
                turns = max(1, Int(Double(turns) * min(2, seconds / sample.seconds)))
                return sample
            }
            turns = Int(Double(turns) * min(64, max(1.5, seconds / max(1e-9, sample.seconds))))
        }
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

    private func once() -> Sample {
        let (states, results, turns) = (states, results, turns)
        team.run { thread in
            let start = MonotonicClock.nanoseconds
            states[thread].run(turns: turns)
            let end = MonotonicClock.nanoseconds
            results[thread].interval = start..<max(end, start + 1)
            var shortest = UInt64.max
            for _ in 0..<Self.chains {
                let begin = MonotonicClock.nanoseconds
                if !Self.chain.run(start: begin) { results[thread].isRight = false }
                shortest = min(shortest, MonotonicClock.nanoseconds - begin)
            }
            results[thread].cyclesPerNanosecond = Double(Self.chain.cycles) / Double(max(1, shortest))
        }
        let all = results.all
        let start = all.map(\.interval.lowerBound).min() ?? 0
        let nanoseconds = Double((all.map(\.interval.upperBound).max() ?? 1) - start)
        let operations = Double(kernel.operations) * Double(turns) * Double(all.count)
        let clock = all.map(\.cyclesPerNanosecond).reduce(0, +) / Double(all.count)
        return Sample(
            rate: operations / nanoseconds, clock: clock,
            perCycle: operations / nanoseconds / clock / Double(all.count), seconds: nanoseconds / 1e9)
    }
}

/// What each thread of a team found; each writes its own.
private final class ThreadResults: @unchecked Sendable {
    /// What one thread found.
    struct Result {
        /// When the loop ran, in nanoseconds.
        var interval: Range<UInt64> = 0..<1
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
