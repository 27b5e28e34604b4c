import Catalog
import Records
import Report
import Statistics
import Testing

/// The report's section on the engine that is there, from records made by hand.
@Suite struct EngineSectionTests {
    private static let title = "The engine as it is here"

    private func section(_ change: (inout RunResult) throws -> Void = { try Examples.rate(&$0) }) throws -> String {
        try Examples.section(Self.title, change)
    }

    private func alone(_ change: (inout EngineDetails) -> Void = { _ in }) -> EngineDetails {
        Examples.engineDetails {
            $0.builds.removeLast()
            change(&$0)
        }
    }

    @Test func eachBuildHasATableByPhaseAndThreads() throws {
        let text = try section()
        #expect(text.contains("- **Build 1:** llama.cpp b11434, GNU 12.2.0; found on PATH. It may use avx avx2 fma"))
        #expect(text.contains("- **Build 2:** llama.cpp b11434, Clang 21.1.0; named by --llama-bench."))
        #expect(text.contains("Its paths are those that predictions without it expect."))
        #expect(
            text.contains("| Model          | tg by 1 | tg by 32 | pp128 by 1 | pp128 by 32 | pp512 by 32 | GB/s |"))
        // 301.5 tokens of 0.2 GB.
        #expect(
            text.contains("| usual Q4_K_M   |    30.2 |      302 |        241 |        2412 |        2620 | 60.3 |"))
        #expect(
            text.contains("| mixture Q4_K_M |       – |      505 |          – |           – |           – |    – |"))
        let lines = text.split(separator: "\n").filter { $0.hasPrefix("|") }
        #expect(lines.allSatisfy { $0.count <= 100 })
    }

    @Test func whatIsNotSeenInATableIsSaid() throws {
        let text = try section()
        #expect(
            text.contains("With 2048 tokens in the KV cache, thin Q8_0 generates 605 of 804 with an empty one, 75 %"))
        #expect(text.contains("- it ended with \\| signal 4: mixture Q4_K_M (prompt of 128, 32 threads, build 1)."))
        #expect(text.contains("memory was read 4 times, at 379 to 381 GB/s: from beginning to end the machine stayed"))
        #expect(text.contains("Left out: no time or room for Q5_1, IQ4_XS: raise --time-budget."))
        #expect(text.contains("*How to run*"))
    }

    @Test func aMachineThatChangedIsSaid() throws {
        let caveat = Caveat(.changedDuringRun(figure: "reading", first: 380, later: 300, unit: "GB/s"))
        let changed = try section { try Examples.rate(&$0, Examples.engineDetails(), [caveat]) }
        #expect(changed.contains(": the machine changed meanwhile (see the caveats)."))
        let rates = Examples.engineRates.dropLast()
        #expect(try section { try Examples.rate(&$0, measurements: rates + [Examples.pulse([1])]) }.contains("too few"))
        #expect(try section { try Examples.rate(&$0, measurements: Array(rates)) }.contains("is not known: reading"))
    }

    @Test func onlyClearRatiosOfTwoBuildsAreTold() throws {
        let text = try section()
        #expect(text.contains("### Build 1 beside build 2\n"))
        #expect(text.contains("Build 2 (Clang 21.1.0) generates 1.24 × as fast in Q5_K_M."))
        #expect(text.contains("Build 2 (Clang 21.1.0) processes prompts 1.24 × as fast in Q5_K_M."))
        #expect(text.contains("(1.00)") && text.contains("   1.24 |") && !text.contains("(1.24)"))
        let few = Examples.engineRates.map { rate in
            Measurement(
                rate.quantity, unit: rate.unit, labels: rate.labels, samples: Array(rate.samples.prefix(2)),
                stopped: .budget, better: .largest)
        }
        let unsure = try section { try Examples.rate(&$0, measurements: few) }
        #expect(unsure.contains("In no format is one of them clearly faster.") && unsure.contains("(1.24)"))
        let one = try section {
            try Examples.rate(&$0, alone(), measurements: Examples.engineRates.filter { $0.labels["build"] != "2" })
        }
        #expect(!one.contains("beside") && !one.contains("Build 1") && one.contains("- **Build:** llama.cpp b11434"))
    }

    @Test func otherPathsAreListed() throws {
        let text = try section {
            try Examples.rate(&$0, alone { $0.builds[0].differences = ["generation in Q4_K: <row>, where rows"] })
        }
        #expect(text.contains("that predictions without it expect:\n\n- generation in Q4_K: &lt;row>, where rows\n"))
    }

    @Test func withoutAnEngineItIsOneLineOrNothing() throws {
        let reason = "no llama-bench was found. `make engine` builds one"
        let none = Measurement(EngineCell.quantity, unit: EngineCell.unit, labels: [:], notMeasured: reason)
        let missing = try section { try Examples.rate(&$0, EngineDetails(seed: 1), measurements: [none]) }
        #expect(missing == "\(Self.title)\n\nNot measured: no llama-bench was found. \\`make engine\\` builds one.\n")
        func ended(_ outcome: ProbeRun.Outcome, partial: Bool = false) throws -> String {
            try section { result in
                result.partial = partial
                result.runs.append(
                    ProbeRun(
                        name: "engine", program: "probe-engine", outcome: outcome, reason: "a reason", seconds: 1))
            }
        }
        #expect(try ended(.failed) == "\(Self.title)\n\nNot measured: a reason.\n")
        #expect(try ended(.skipped, partial: true) == "\(Self.title)\n\nNot measured: a reason.\n")
        #expect(try ended(.skipped).isEmpty)
        #expect(try section { _ in }.isEmpty)
    }

    @Test func aFitToThisEngineSaysSoAndWithoutOneTheWayToItIsTold() throws {
        var result = try Examples.twoSocketServerWithInference()
        let without = try HardwareReport(result, catalog: try Catalog.builtIn()).markdown
        #expect(without.contains("`make engine`, then `probe all`, narrows them to the engine here"))
        #expect(!without.contains("on this machine to what llama-bench did"))
        let prior = try EngineProfile.builtIn()
        let fitted = EngineProfile(
            name: "llama.cpp b11434, GNU 12.2.0, as measured here", source: "models of random weights on example",
            parameters: prior.parameters, belief: prior.belief, noise: prior.noise, leaveOneOutError: 0.041,
            footing: .init(cores: [], shapes: [], isOfThisMachine: true))
        try Examples.rate(&result)
        let report = try HardwareReport(result, catalog: try Catalog.builtIn(), profile: fitted)
        #expect(
            report.markdown.contains(
                "It was fitted on this machine to what llama-bench did with models of random weights; each of them "
                    + "predicted by a fit to the others is 4.1 % off in the median. In brackets 90 % intervals. "))
        #expect(!report.markdown.contains("narrows them"))
        #expect(report.markdown.contains("in brackets, from a fit to llama-bench on this machine."))
        #expect(report.verdict.contains { $0.contains("the 90 % intervals of a fit to llama-bench on this machine;") })
    }

    @Test func nothingFromOutsideActs() throws {
        let evil = "\n# <script>`\u{1B}[2J```\n**x|"
        let details = Examples.engineDetails { details in
            details.builds[0].compiler = evil
            details.builds[0].foundBy = evil
            details.builds[0].commit = evil
            details.builds[0].differences = [evil]
            details.builds[1].id = evil
            details.notes = [evil]
            details.trials += [
                Examples.trial("-ub", "1; rm -rf ~", low: 2, high: 3),
                Examples.trial(evil, evil, evil, low: 2, high: 3),
                Examples.trial("numactl", "rm -rf", low: 4, high: 5), Examples.trial("-t", "-1", low: 4, high: 5),
            ]
        }
        let rates = Examples.engineRates.map { rate in
            var labels = rate.labels
            if labels["build"] == "2" { labels["build"] = evil }
            if labels["model"] == "thin Q8_0" { labels["model"] = evil }
            return Measurement(
                rate.quantity, unit: rate.unit, labels: labels, samples: rate.samples, stopped: .budget,
                better: .largest)
        }
        var result = try Examples.twoSocketServerWithInference()
        try Examples.rate(&result, details, measurements: rates)
        let text = try HardwareReport(result, catalog: try Catalog.builtIn()).markdown
        #expect(!text.contains("<script>") && !text.contains("\u{1B}") && !text.contains("\n# &lt;"))
        #expect(text.split(separator: "\n").filter { $0.hasPrefix("```") }.count.isMultiple(of: 2))
        let lines = text.split(separator: "\n").filter { $0.contains(" -m MODEL.gguf") }
        #expect(lines.allSatisfy { !$0.contains("rm -rf") && !$0.contains(";") && !$0.contains("-t -1") })
    }
}
