import Machine
import Records

/// A workload on some threads, and how it is timed.
package final class WorkloadRun {
    package let workload: Workload
    /// The CPU of each thread.
    package let cpus: [Int]
    private let makeWorks: () -> [any ThreadWork]
    /// Those of the present turn: a large machine has thousands in all runs, with buffers of their own.
    private var works: [any ThreadWork] = []
    /// What it works on; nil where that is registers.
    package let memory: WorkloadMemory?
    /// Of one sample; nil before the first turn.
    private var repetitions: Int?

    /// One timed piece of work.
    package struct Sample: Sendable {
        /// In the workload's unit.
        package let rate: Double
        /// From the first thread's start to the last one's end.
        package let seconds: Double
    }

    /// A sample lasts at least so long: the start of the threads and the clock take microseconds.
    private static let shortestSample = 0.002

    /// - Parameter works: makes one for each thread.
    init(
        _ workload: Workload, cpus: [Int], in memory: WorkloadMemory? = nil, works: @escaping () -> [any ThreadWork]
    ) {
        self.workload = workload
        self.cpus = cpus
        self.memory = memory
        makeWorks = works
    }

    /// Makes the memory ready, which other runs use too; before each turn.
    /// - Parameter team: threads on `cpus`.
    package func prepare(on team: ThreadTeam) {
        let works = makeWorks()
        precondition(works.count == cpus.count)
        self.works = works
        team.run { works[$0].prepare() }
        repetitions = works.contains(where: \.isDivided) ? 1 : calibrated(on: team)
    }

    /// Runs once, timed.
    package func sample(on team: ThreadTeam) -> Sample {
        for work in works { work.advance() }
        let repetitions = repetitions ?? 1
        let seconds = run(repetitions, on: team)
        let amount = works.reduce(0) { $0 + $1.amount } * Double(repetitions)
        return Sample(rate: amount / seconds / workload.unitAmount, seconds: seconds)
    }

    /// Ends a turn.
    /// - Throws: `Failure` where the last sample's result is not what the oracle says.
    package func check(on team: ThreadTeam) throws {
        let works = works
        self.works = []
        let found = Findings(count: works.count)
        team.run { found[$0] = works[$0].error }
        guard let thread = works.indices.first(where: { found[$0] != nil }) else { return }
        throw Failure(
            .internalError, cannot: "trust the figures of \(workload.name)",
            because: "on CPU \(cpus[thread]) of \(IDSet(cpus)) \(found[thread] ?? "the result is wrong")",
            remedy: "Test the memory (memtest86+) and repeat; if it stands, report this as a bug")
    }

    private func run(_ repetitions: Int, on team: ThreadTeam) -> Double {
        let works = works
        return max(1e-9, team.run { works[$0].run(repetitions: repetitions) })
    }

    /// How many repetitions last long enough. One may be too short to tell, so the number grows until it is not; and it
    /// is looked at before each turn, since whatever else ran meanwhile makes a few seem enough.
    private func calibrated(on team: ThreadTeam) -> Int {
        var trial = repetitions ?? 1
        while true {
            let seconds = run(trial, on: team)
            if seconds >= Self.shortestSample / 2 || trial > 1 << 24 { return trial }
            trial = Int((Double(trial) * min(64, max(2, Self.shortestSample / seconds))).rounded(.up))
        }
    }
}

extension Workload {
    /// Of bytes, operations or loads a second in its unit.
    fileprivate var unitAmount: Double {
        switch self {
        case .fma, .read, .triad, .dot: 1e9
        case .loads: 1e6
        }
    }
}

/// What each thread of a team found; each writes its own.
private final class Findings: @unchecked Sendable {
    private let values: UnsafeMutableBufferPointer<String?>

    init(count: Int) {
        values = .allocate(capacity: count)
        values.initialize(repeating: nil)
    }

    deinit {
        values.deinitialize()
        values.deallocate()
    }

    subscript(thread: Int) -> String? {
        get { values[thread] }
        set { values[thread] = newValue }
    }
}
