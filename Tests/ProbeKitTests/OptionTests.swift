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
        let report = ProgressReport(fraction: 0.25, secondsLeft: 12.5, activity: "triad on node 0")
        #expect(ProgressReport(machineLine: report.machineLine) == report)
        // A child is not believed: what could steer the terminal is not shown.
        let hostile = ProgressReport(fraction: 0.25, secondsLeft: 12.5, activity: "triad on\tnode\u{1B}[2J 0")
        let shown = ProgressReport(machineLine: hostile.machineLine)?.activity
        #expect(shown?.hasPrefix("triad on node") == true && shown?.contains("\u{1B}") == false)
        #expect(ProgressReport(machineLine: "probe: cannot do it") == nil)
    }

    @Test func progressKnowsTheDeadlineAndThePace() {
        // Of hours: no test is kept waiting for a hundredth of that.
        let budget = TimeBudget(seconds: 100_000)
        #expect(!budget.isOver)
        let begun = budget.progress(known: 0, activity: "read")
        #expect(begun.secondsLeft > 99_000 && begun.fraction < 0.01)
        let half = budget.progress(known: 0.5, activity: "read")
        #expect(half.secondsLeft < 1000, "half was known at once, so the rest will be")
        #expect(half.fraction == 0.5)
        #expect(TimeBudget(seconds: 0).isOver)
        #expect(TimeBudget(seconds: 10_000, from: .now - .seconds(11_000)).deadline - .now > .seconds(2400))
        #expect(TimeBudget(seconds: 10_000, from: .now - .seconds(4000)).deadline - .now < .seconds(6100))
    }
}
