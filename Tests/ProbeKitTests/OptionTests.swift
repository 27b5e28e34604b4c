import ArgumentParser
import ProbeKit
import Quantities
import Records
import Testing

@Suite struct OptionTests {
    @Test(arguments: [("30s", 30.0), ("2m", 120), ("1.5h", 5400), ("500ms", 0.5), ("90", 90)])
    func timesAreRead(text: String, seconds: Double) {
        #expect(TimeLength(argument: text)?.seconds == seconds)
    }

    @Test(arguments: ["", "s", "fast", "3 fortnights", "-4s", "1..5s"])
    func otherTimesAreRefused(text: String) {
        #expect(TimeLength(argument: text) == nil)
    }

    @Test func optionsSayTheSameToAnotherProgram() throws {
        let words = [
            "--quick", "--threads", "2", "--nodes", "0,2-3", "--isa", "avx2,scalar", "--array-size", "8388608",
            "--seed",
            "7", "--strict",
        ]
        let options = try MeasurementOptions.parse(words)
        #expect(options.arguments == words)
        #expect(options.nodes == IDSet([0, 2, 3]))
        #expect(options.arraySize == ByteCount(mebibytes: 8))
        #expect(try MeasurementOptions.parse([]).arguments.isEmpty)
    }

    @Test(arguments: [
        ["--threads", "0"], ["--nodes", "x"], ["--array-size", "12"], ["--time-budget", "0s"], ["--seed", "-1"],
        ["--isa", ","],
    ])
    func nonsenseIsAUsageError(words: [String]) {
        #expect(throws: (any Error).self) { try MeasurementOptions.parse(words) }
    }

    @Test func progressSurvivesThePipe() throws {
        let report = ProgressReport(fraction: 0.25, secondsLeft: 12.5, activity: "triad on\tnode 0")
        #expect(ProgressReport(machineLine: report.machineLine) == report)
        #expect(ProgressReport(machineLine: "probe: cannot do it") == nil)
    }

    @Test func aBudgetIsSharedByTheCellsThatAreLeft() throws {
        var budget = TimeBudget(seconds: 10, cells: 4)
        let first = budget.nextCell()
        let share = first - .now
        #expect(share > .seconds(2.3) && share < .seconds(2.6))
        // The first cell took no time, so the second has a third of nearly all.
        let second = budget.nextCell() - .now
        #expect(second > .seconds(3.2) && second < .seconds(3.4))
        #expect(budget.fraction == 0.5)
        #expect(!budget.isOver)
        #expect(TimeBudget(seconds: 0, cells: 1).isOver)
    }
}
