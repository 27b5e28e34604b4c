import Records
import Report
import Statistics
import Tables
import Testing

/// Which runs are of one machine, in what they differ, and how that reads.
@Suite struct ComparedRunTests {
    private let before: RunResult

    init() throws { before = try Examples.twoSocketServer() }

    private func with(_ change: (inout RunResult, inout TopologyDetails) -> Void) throws -> ComparedRun {
        var result = before
        var details = Examples.twoSocketTopology
        change(&result, &details)
        result.records["topology"] = try Examples.record("topology", details)
        return try ComparedRun(result, name: "changed")
    }

    @Test func cpuAndHostOrCoresTellAMachine() throws {
        let own = try ComparedRun(before, name: "own")
        #expect(own.isSameMachine(as: try with { _, _ in }))
        #expect(own.isSameMachine(as: try with { result, _ in result.host = "its twin" }))
        // What a firmware setting changes leaves the machine what it is.
        let half = Array(Examples.twoSocketTopology.cores.prefix(16))
        #expect(own.isSameMachine(as: try with { $1.cores = half }))
        let other = try with { result, details in
            result.host = "another"
            details.cores = half
        }
        #expect(!own.isSameMachine(as: other) && !other.isSameMachine(as: own))
        // Many machines are called "localhost".
        #expect(!own.isSameMachine(as: try with { $1.cpu.name = "Another CPU" }))
    }

    @Test func settingsThatDifferAreTold() throws {
        var after = before
        after.programVersion = "0.2.0"
        after = try Examples.changed(after, "bandwidth") { (record: inout Record<JSONValue>) in
            record.environment.transparentHugePages = "never"
            record.environment.cpuQuota = 1.5
            // Nothing to compare it with: the other run does not tell.
            record.environment.busyCPUs = 3
        }
        let runs = [try ComparedRun(before, name: "a"), try ComparedRun(after, name: "b")]
        let found = try RunComparison(runs, models: []).differences
        let expected = [
            "Program": ["probe 0.1.0", "probe 0.2.0"], "CPU quota": ["none", "1.5 CPUs"],
            "Transparent huge pages": ["not told", "never"],
        ]
        #expect(Dictionary(found.map { ($0.name, $0.values) }) { first, _ in first } == expected, "\(found)")
    }

    @Test func whereAResultIsKeptIsNoDifference() throws {
        var after = before
        after.command += ["--output", "elsewhere"]
        let runs = [try ComparedRun(before, name: "a"), try ComparedRun(after, name: "b")]
        #expect(try RunComparison(runs, models: []).differences.isEmpty)
    }

    @Test func figuresAreTheSameWhateverARunFound() throws {
        // The page size obtained, the shape that read fastest; and the first records told no study.
        let after = try Examples.changed(before, "bandwidth") { measurement in
            var measurement = measurement
            if measurement.labels["study"] == nil { measurement.labels["study"] = "loops" }
            if measurement.labels["study"] == "loops" {
                measurement.labels["page_size"] = "4 KiB"
                measurement.labels["streams"] = "8"
            }
            return measurement
        }
        let first = try Examples.changed(before, "bandwidth") { measurement in
            var measurement = measurement
            if measurement.labels["study"] == nil { measurement.labels["page_size"] = "2 MiB" }
            return measurement
        }
        let runs = [try ComparedRun(first, name: "a"), try ComparedRun(after, name: "b")]
        let comparison = try RunComparison(runs, models: [])
        #expect(comparison.onlyFirst.isEmpty && comparison.onlyLast.isEmpty)
        #expect(comparison.changes.contains { $0.note == "page size 2 MiB → 4 KiB" })
    }

    @Test func figuresOfOneRunAloneAreCounted() throws {
        var after = before
        after.records["latency"] = nil
        let runs = [try ComparedRun(before, name: "a"), try ComparedRun(after, name: "b")]
        let comparison = try RunComparison(runs, models: [])
        #expect(comparison.onlyFirst.count > 10 && comparison.onlyLast.isEmpty)
        #expect(comparison.page().terminalText.contains("\(comparison.onlyFirst.count) figures are only in A"))
        #expect(comparison.page(.all).terminalText.contains("hand-over, CPU 0 to 1"))
    }

    @Test func namesOfFiguresAreTheirOwn() throws {
        let names = try MeasuredFigures(Examples.twoSocketServerWithInference()).all.map(\.name)
        let double = Dictionary(grouping: names) { $0 }.filter { $0.value.count > 1 }.keys.sorted()
        // The same loop at the same place in the part of the run that compares all.
        #expect(double.count <= 2, "\(double)")
        #expect(names.contains("SMT gain: multiply-adds, 2 threads per core"))
    }

    @Test func textsFromOutsideActOnNothing() throws {
        var hostile = before
        hostile.host = "<b>*evil*\u{1B}[31m"
        let runs = [try ComparedRun(before, name: "a|b"), try ComparedRun(hostile, name: "b\nc")]
        let page = try RunComparison(runs, models: []).page(.all, threshold: 0.05)
        #expect(!page.terminalText.contains("\u{1B}") && page.terminalText.contains("b c"))
        #expect(page.markdown.hasPrefix("# 2 runs of one machine: Example CPU &lt;9000>, 32 cores\n"))
        #expect(page.markdown.contains(#"&lt;b>\*evil\*"#) && page.markdown.contains(#"a\|b"#))
        #expect(page.markdown == (try RunComparison(runs, models: []).page(.all, threshold: 0.05).markdown))
    }

    @Test func whatIsImpossibleNamesTheFile() throws {
        let broken = try Examples.changed(before, "later") { (record: inout Record<JSONValue>) in
            record.probe = "later"
        }
        var result = broken
        guard case .object(var record) = result.records["later"] else { return }
        record["measurements"] = .integer(3)
        result.records["later"] = .object(record)
        let failure = #expect(throws: Failure.self) { try ComparedRun(result, name: "reports/b") }
        #expect(failure?.status == .badData)
        #expect(failure?.description.contains("reports/b") == true && failure?.cause.contains("probe-later") == true)
    }
}
