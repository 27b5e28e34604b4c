import Machine
import Records

/// A workload on some threads, and how it is timed.
package final class WorkloadRun {
    /// For a sentence: "triad".
    package let name: String
    /// Of its rates: "GB/s".
    package let unit: String
    /// Bytes, operations or loads a second that are one of the unit.
    private let unitAmount: Double
    /// The CPU of each thread.
    package let cpus: [Int]
    private let makeWorks: () -> [any ThreadWork]
    /// Those of the present turn: a large machine has thousands in all runs, with buffers of their own.
    private var works: [TimedWork] = []
    /// What it works on; nil where that is registers.
    package let memory: WorkloadMemory?

    /// One timed piece of work.
    package struct Sample: Sendable {
        /// In the run's unit.
        package let rate: Double
        /// From the first thread's start to the last one's end.
        package let seconds: Double
    }

    /// How long each thread works from its own start, in nanoseconds. The threads start within some tens of
    /// microseconds. On a busy machine two threads in windows of 4 ms had half the rate of one, and have twice its rate
    /// in windows of 2 ms: probably since Linux gives whoever has to share a CPU slices of some 3 ms.
    private static let window = 2e6

    /// - Parameter works: makes one for each thread.
    package init(
        _ name: String, unit: String, unitAmount: Double, cpus: [Int], in memory: WorkloadMemory? = nil,
        works: @escaping () -> [any ThreadWork]
    ) {
        self.name = name
        self.unit = unit
        self.unitAmount = unitAmount
        self.cpus = cpus
        self.memory = memory
        makeWorks = works
    }

    /// Makes the memory ready, which other runs use too, and has each thread learn how fast it is; before each turn.
    /// - Parameter team: threads on `cpus`.
    package func prepare(on team: ThreadTeam) {
        let works = makeWorks().map(TimedWork.init)
        precondition(works.count == cpus.count)
        self.works = works
        team.run { works[$0].work.prepare() }
        _ = sample(on: team)
    }

    /// Runs once, timed: the work of all threads in a common window, over the time from the first one's start to the
    /// last one's end. Slow cores and large shares hold nobody up, and no rates of single threads are added.
    package func sample(on team: ThreadTeam) -> Sample {
        let works = works
        let seconds = max(1e-9, team.run { works[$0].run(nanoseconds: Self.window) })
        let amount = works.reduce(0) { $0 + $1.amount }
        return Sample(rate: amount / seconds / unitAmount, seconds: seconds)
    }

    /// Ends a turn.
    /// - Throws: `Failure` where the last sample's result is not what the oracle says.
    package func check(on team: ThreadTeam) throws {
        let works = works
        self.works = []
        let found = Findings(count: works.count)
        team.run { found[$0] = works[$0].work.error }
        guard let thread = works.indices.first(where: { found[$0] != nil }) else { return }
        throw Failure(
            .internalError, cannot: "trust the figures of \(name)",
            because: "on CPU \(cpus[thread]) of \(IDSet(cpus)) \(found[thread] ?? "the result is wrong")",
            remedy: "Test the memory (memtest86+) and repeat; if it stands, report this as a bug")
    }
}

extension WorkloadRun {
    /// - Parameter works: makes one for each thread.
    package convenience init(
        _ workload: Workload, cpus: [Int], in memory: WorkloadMemory? = nil, works: @escaping () -> [any ThreadWork]
    ) {
        self.init(
            workload.name, unit: workload.unit, unitAmount: workload.unitAmount, cpus: cpus, in: memory, works: works)
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
