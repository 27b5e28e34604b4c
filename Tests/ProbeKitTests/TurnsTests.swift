import ProbeKit
import Records
import Testing

@Suite struct TurnsTests {
    @Test func everyElementHasItsTurnInEachRound() {
        var counts = [0, 0, 0]
        var order: [Int] = []
        counts.takeTurns(until: .now + .seconds(60), isDone: { $0 >= 2 }, mayGoOn: { true }) { count, _, done in
            count += 1
            order.append(done)
        }
        #expect(counts == [2, 2, 2])
        #expect(order == [0, 0, 0, 0, 0, 0], "none is done before the second round has ended")
    }

    @Test func aRoundsTurnsDivideTheTime() {
        var elements = [0, 0]
        var shares: [Duration] = []
        let deadline = ContinuousClock.now + .seconds(10_000)
        elements.takeTurns(until: deadline, isDone: { $0 > 0 }, mayGoOn: { true }) { element, until, _ in
            shares.append(until - .now)
            element = 1
        }
        #expect(shares[0] > .seconds(4900) && shares[0] < .seconds(5100))
        #expect(shares[1] > .seconds(9900))
    }

    @Test func theFirstHasItsTurnEvenWhenTheTimeIsUsedUp() {
        var elements = [0, 0]
        elements.takeTurns(until: .now, isDone: { $0 > 0 }, mayGoOn: { true }) { element, _, _ in element = 1 }
        #expect(elements == [1, 0])
    }

    @Test func aSignalEndsTheTurns() {
        var elements = [0]
        elements.takeTurns(until: .now + .seconds(9), isDone: { $0 > 0 }, mayGoOn: { false }) { element, _, _ in
            element = 1
        }
        #expect(elements == [0])
    }

    @Test func theOutlineSharesWhatIsLeft() {
        let outline = Outline([
            .init("first", cells: 10, weight: 1, secondsOfCell: 0.5),
            .init("none", cells: 0, weight: 9, secondsOfCell: 1),
            .init("second", cells: 30, weight: 1, secondsOfCell: 0.1),
        ])
        #expect(outline.cells == 40)
        #expect(outline.share(of: "first") == 0.25)
        #expect(outline.share(of: "second") == 1)
        #expect(outline.share(after: ["first"]) == 0.75 && outline.share(after: ["second"]) == 0)
        #expect(outline.planned.map(\.seconds) == [5, 3])
        #expect(
            outline.text(budget: TimeBudget(seconds: 60)).hasPrefix(
                "plan: 40 figures (first 10, second 30), about 8 s, at most "))
    }

    /// 24 nodes have 576 pairs.
    @Test func manyNodesHaveMoreTimeButNeverTenMinutes() {
        #expect(TimeBudget.standard(60, nodePairs: 1) == 60)
        #expect(TimeBudget.standard(60, nodePairs: 576) == 60 + 0.35 * 575)
        #expect(TimeBudget.standard(60, nodePairs: 100_000) == 300)
        #expect(TimeBudget.standard(12, figures: 4, usual: 8) == 12)
        #expect(TimeBudget.standard(12, figures: 16, usual: 8) == 24)
        #expect(TimeBudget.standard(12, figures: 400, usual: 8) == 60)
    }
}
