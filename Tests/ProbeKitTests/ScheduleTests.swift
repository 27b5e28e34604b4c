import ProbeKit
import Records
import Testing

/// What of a run is planned within its time.
@Suite struct ScheduleTests {
    private func schedule(seconds: Double, setUp: Double = 0) -> Schedule {
        Schedule(
            seconds: seconds, setUpSeconds: setUp,
            [
                .init("rates", cells: 10, weight: 1, secondsOfCell: 1),
                .init("curve", cells: 40, weight: 0.25, secondsOfCell: 0.5, selection: .spread),
                .init("nothing", cells: 0, weight: 1, secondsOfCell: 1),
                .init("pages", cells: 2, weight: 1, secondsOfCell: 1, setUpSeconds: 1),
            ])
    }

    @Test func allIsPlannedWhereThereIsTime() {
        let schedule = schedule(seconds: 100)
        #expect(schedule.outline.planned.map(\.study) == ["rates", "curve", "pages"])
        #expect(schedule.outline.planned.map(\.cells) == [10, 40, 2])
        #expect(schedule.outline.planned.allSatisfy { $0.leftOut == nil })
        #expect(schedule.plan().seconds == 10 + 20 + 3)
        #expect(schedule.plan().notPlanned.isEmpty)
    }

    @Test func figuresHaveLessTimeBeforeAnyIsLeftOut() {
        let plan = schedule(seconds: 14).plan()
        #expect(plan.parts.map(\.cells) == [10, 40, 2] && plan.seconds <= 14)
    }

    @Test(arguments: [0.001, 0.1, 1, 1.5, 2, 5, 11, 33, 1000])
    func noPlanTakesLongerThanItsTime(seconds: Double) {
        for setUp in [0, seconds / 4] {
            let plan = schedule(seconds: seconds, setUp: setUp).plan()
            #expect(plan.seconds <= seconds + 1e-9)
            for part in plan.parts {
                let all = ["rates": 10, "curve": 40, "pages": 2][part.study]
                #expect(part.cells + (part.leftOut ?? 0) == all)
            }
            #expect(plan.notPlanned.count == plan.parts.count { $0.leftOut != nil })
        }
    }

    @Test func whatIsLeftOutIsNamedWithTheReason() {
        let plan = schedule(seconds: 1).plan(notPlanned: ["node 7: it has no memory"])
        #expect(plan.notPlanned[0] == "node 7: it has no memory")
        #expect(plan.notPlanned[1].hasPrefix("6 of 10 figures of rates: each takes at least 100 ms, and there are "))
        #expect(plan.notPlanned.last?.hasPrefix("2 of 2 figures of pages: ") == true)
        #expect(plan.notPlanned.dropFirst().allSatisfy { $0.hasSuffix("raise --time-budget") })
    }

    @Test func pointsThatStayAreSpreadAndOthersAreTheFirst() throws {
        let outline = schedule(seconds: 1).outline
        let rates = try #require(outline.planned.first { $0.study == "rates" }?.cells)
        #expect((1..<10).contains(rates) && outline.selected("rates", of: 10) == Array(0..<rates))
        let curve = try #require(outline.planned.first { $0.study == "curve" }?.cells)
        let points = outline.selected("curve", of: 40)
        #expect((2..<20).contains(curve) && points.count == curve)
        #expect(zip(points, points.dropFirst()).allSatisfy { $1 - $0 >= 40 / curve })
        #expect(points.first == 0 && points.last == 39, "\(points)")
        #expect(outline.selected("curve", of: 1) == [0], "there may be fewer than were thought of")
        #expect(schedule(seconds: 99).outline.selected("curve", of: 40) == Array(0..<40))
    }

    @Test func aPartThatThereIsNoTimeForIsNotBegunUnlessItIsOneOfTheFirst() {
        let outline = schedule(seconds: 0.001).outline
        #expect(outline.planned.allSatisfy { $0.cells == 0 })
        #expect(outline.begins("rates") && outline.begins("curve") && !outline.begins("pages"))
        #expect(outline.selected("rates", of: 10) == [0], "a slow machine still has a figure")
        #expect(schedule(seconds: 99).outline.begins("pages"))
    }
}
