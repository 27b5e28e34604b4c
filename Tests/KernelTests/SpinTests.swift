import Kernels
import Machine
import Records
import Synchronization
import Testing
import TestSupport

/// Threads that spin for each other. One test at a time: they would take each other's CPUs.
@Suite(.serialized) struct SpinTests {
    /// A team of some threads, on as many CPUs as there are.
    private func team(_ threads: Int) throws -> ThreadTeam {
        let cpus = Array(try Machine.discover().topology.usable.pus.ids)
        return try ThreadTeam(cpus: (0..<threads).map { cpus[$0 % cpus.count] })
    }

    /// How many threads of a team return true.
    private func successes(_ team: ThreadTeam, _ body: @Sendable (Int) -> Bool) -> Int {
        let count = Atomic(0)
        team.run { if body($0) { count.add(1, ordering: .relaxed) } }
        return count.load(ordering: .relaxed)
    }

    @Test(arguments: HandoverLine.Polling.allCases)
    func handOverGoesBackAndForth(polling: HandoverLine.Polling) throws {
        let team = try team(2)
        let line = HandoverLine()
        for rounds in [0, 1, 2, 1000] {
            line.reset()
            let successes = successes(team) {
                line.pass(side: $0 == 0 ? .first : .second, rounds: rounds, polling: polling)
            }
            #expect(successes == 2)
            #expect(line.handovers == 2 * rounds)
        }
    }

    @Test func handOverWithoutResetIsOutOfStep() throws {
        let team = try team(2)
        let line = HandoverLine()
        #expect(successes(team) { line.pass(side: $0 == 0 ? .first : .second, rounds: 10) } == 2)
        #expect(!line.pass(side: .first, rounds: 1))
        #expect(line.handovers == 20, "nothing was stored")
    }

    @Test(arguments: [HandoverLine.Side.first, .second]) func handOverGivesUpAlone(side: HandoverLine.Side) {
        let line = HandoverLine(patience: .milliseconds(20))
        let start = ContinuousClock.now
        #expect(!line.pass(side: side, rounds: 2))
        // How much later it has a CPU again to say so, other tests decide.
        #expect(ContinuousClock.now - start >= .milliseconds(20))
        #expect(line.handovers == (side == .first ? 1 : 0))
    }

    @Test func twoThreadsOfOneSideAreNoticed() throws {
        let team = try team(2)
        let line = HandoverLine(patience: .milliseconds(20))
        #expect(successes(team) { _ in line.pass(side: .first, rounds: 1000) } == 0)
    }

    /// Four threads on two CPUs too: the waiting ones must let the others through.
    @Test(arguments: [1, 2, 4]) func allMeetInEveryRound(threads: Int) throws {
        let team = try team(threads)
        // Other tests may have the CPUs for seconds. Who gives up is no success.
        let barrier = SpinBarrier(threads: threads, patience: .seconds(120))
        let successes = successes(team) {
            // Without a reset between: calls follow each other as rounds do.
            barrier.verifiedRounds(20, thread: $0) && barrier.rounds(20, thread: $0)
                && barrier.verifiedRounds(20, thread: $0)
        }
        #expect(successes == threads)
    }

    @Test func barrierGivesUpAlone() {
        let barrier = SpinBarrier(threads: 2, patience: .milliseconds(20))
        #expect(!barrier.rounds(1, thread: 0))
        barrier.reset()
        #expect(!barrier.verifiedRounds(1, thread: 1))
    }

    /// Other tests may keep one of the two threads from its CPU for longer than the other's patience lasts.
    @Test func resetForgetsThoseWhoGaveUp() async throws {
        let team = try team(2)
        let barrier = SpinBarrier(threads: 2, patience: .seconds(2))
        let met = try await attempts(5, until: { $0 == 2 }) {
            barrier.reset()
            #expect(!barrier.verifiedRounds(3, thread: 0))
            barrier.reset()
            return successes(team) { barrier.verifiedRounds(3, thread: $0) }
        }
        #expect(met == 2)
    }

    /// A thread that arrives twice lets another pass alone: what a barrier that counts wrongly does.
    @Test func passingAloneIsNoticed() throws {
        let team = try team(2)
        let barrier = SpinBarrier(threads: 2, patience: .seconds(600))
        let passed = successes(team) { thread in
            thread == 0 ? barrier.verifiedRounds(1, thread: 0) : barrier.rounds(1, thread: 1)
        }
        #expect(passed == 1, "thread 0 sees that thread 1 has not begun the round")
    }
}
