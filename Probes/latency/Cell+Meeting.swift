import Kernels
import Machine
import ProbeKit
import Records

extension Cell {
    /// Half of a round trip of one cache line between two PUs. The two threads live for one turn: a large machine has
    /// thousands of pairs.
    static func handover(_ first: Int, _ second: Int, labels: [String: String]) -> Cell {
        let exchange = Exchange()
        let cell = Cell(.handover, labels) {
            let team = try ThreadTeam(cpus: [first, second])
            let watch = try TurnWatch(team, memory: IDSet([]))
            try exchange.prepare(team)
            return Sampling(watch: watch) { try exchange.sample(team) }
        }
        return cell
    }

    /// One meeting of so many threads at a spin barrier as llama.cpp has it.
    static func barrier(_ team: ThreadTeam, labels: [String: String]) -> Cell {
        let meeting = BarrierRounds(threads: team.cpus.count)
        return Cell(.barrier, labels) {
            let watch = try TurnWatch(team, memory: IDSet([]))
            try meeting.prepare(team)
            return Sampling(watch: watch) { try meeting.sample(team) }
        }
    }
}

/// A sample lasts at least so long: a thousand times what the start of the threads may be apart.
private let shortestSample = 0.001

/// A line between two threads, how they wait for it, and how many rounds one sample has.
private final class Exchange {
    private let line = HandoverLine()
    private var polling = HandoverLine.Polling.plain
    private var rounds = 0

    /// Finds which way of waiting hands over faster, and how many rounds last long enough.
    func prepare(_ team: ThreadTeam) throws {
        guard rounds == 0 else { return }
        let trial = 2000
        let times = try HandoverLine.Polling.allCases.map { polling in
            // The first time the line and the code are cold.
            _ = try pass(team, trial, polling)
            return (polling: polling, seconds: try pass(team, trial, polling))
        }
        guard let best = times.min(by: { $0.seconds < $1.seconds }) else { return }
        polling = best.polling
        rounds = max(100, Int(shortestSample / best.seconds * Double(trial)))
    }

    func sample(_ team: ThreadTeam) throws -> (nanoseconds: Double, seconds: Double, load: Double?) {
        let seconds = try pass(team, rounds, polling)
        return (seconds * 1e9 / Double(2 * rounds), seconds, nil)
    }

    /// - Throws: `Failure` where a thread did not see every number in its turn.
    private func pass(_ team: ThreadTeam, _ rounds: Int, _ polling: HandoverLine.Polling) throws -> Double {
        line.reset()
        let (line, passed) = (line, Outcomes(count: 2))
        let seconds = team.run { thread in
            passed[thread] = line.pass(side: thread == 0 ? .first : .second, rounds: rounds, polling: polling)
        }
        guard passed.all, line.handovers == 2 * rounds else {
            throw Failure(
                .unavailable, cannot: "hand a cache line from CPU \(team.cpus[0]) to CPU \(team.cpus[1])",
                because: "one of them did not answer within a second",
                remedy: "Something else holds the CPU: stop it and repeat")
        }
        return seconds
    }
}

/// A barrier, and how many meetings one sample has.
private final class BarrierRounds {
    private let barrier: SpinBarrier
    private var rounds = 0

    init(threads: Int) { barrier = SpinBarrier(threads: threads) }

    /// Looks once whether the barrier holds everybody, and finds how many rounds last long enough.
    func prepare(_ team: ThreadTeam) throws {
        guard rounds == 0 else { return }
        let barrier = barrier
        try run(team) { barrier.verifiedRounds(100, thread: $0) }
        let trial = 200
        try run(team) { barrier.rounds(trial, thread: $0) }
        let seconds = try run(team) { barrier.rounds(trial, thread: $0) }
        rounds = max(100, Int(shortestSample / seconds * Double(trial)))
    }

    func sample(_ team: ThreadTeam) throws -> (nanoseconds: Double, seconds: Double, load: Double?) {
        let (barrier, rounds) = (barrier, rounds)
        let seconds = try run(team) { barrier.rounds(rounds, thread: $0) }
        return (seconds * 1e9 / Double(rounds), seconds, nil)
    }

    @discardableResult
    private func run(_ team: ThreadTeam, _ body: @Sendable (Int) -> Bool) throws -> Double {
        let passed = Outcomes(count: team.cpus.count)
        let seconds = team.run { passed[$0] = body($0) }
        if passed.all { return seconds }
        barrier.reset()
        throw Failure(
            .unavailable, cannot: "time a barrier of \(team.cpus.count) threads",
            because: "a thread did not come within a second, or passed before the others had come",
            remedy: "Something else holds its CPU: stop it and repeat")
    }
}

/// Whether each thread of a team succeeded; each writes its own.
private final class Outcomes: @unchecked Sendable {
    private let values: UnsafeMutableBufferPointer<Bool>

    init(count: Int) {
        values = .allocate(capacity: count)
        values.initialize(repeating: false)
    }

    deinit { values.deallocate() }

    subscript(thread: Int) -> Bool {
        get { values[thread] }
        set { values[thread] = newValue }
    }

    var all: Bool { values.allSatisfy(\.self) }
}
