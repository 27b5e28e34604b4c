import ModelFiles
import Records
import SystemPackage

/// What llama-bench is asked to run on one file: all combinations of its numbers.
package struct EngineTest: Hashable, Sendable {
    package var prompts: [Int] = []
    /// Tokens to generate; 0 for none.
    package var generated = 0
    /// Empty for as many as it takes of itself.
    package var threads: [Int]
    package var depth = 0
    package var repetitions = 1
    /// Options and values beyond: ["-ub", "1024"].
    package var settings: [String] = []
    /// What is put before the program: ["numactl", "--interleave=all"].
    package var launcher: [String] = []

    package init(threads: [Int]) { self.threads = threads }
}

/// What llama-bench answered.
package struct EngineAnswer: Sendable {
    package let rows: [LlamaBenchRow]
    /// What went wrong, for a sentence; nil where nothing did.
    package let failure: String?
    /// Whether it was ended at its limit.
    package let tookTooLong: Bool
    package let seconds: Double
}

extension EngineBuild {
    /// Runs tests on a file.
    /// - Parameter limit: after which it is ended, and what it printed before is kept.
    package func run(
        _ test: EngineTest, on file: String, limit: Duration, mayGoOn: () -> Bool = { true }
    ) -> EngineAnswer {
        var words = ["-m", file, "-r", "\(test.repetitions)", "-n", "\(test.generated)", "-o", form]
        words += ["-p", test.prompts.isEmpty ? "0" : test.prompts.map { "\($0)" }.joined(separator: ",")]
        if !test.threads.isEmpty { words += ["-t", test.threads.map { "\($0)" }.joined(separator: ",")] }
        if test.depth > 0 { words += ["-d", "\(test.depth)"] }
        let command = test.launcher + [program.path.string] + words + test.settings
        let run = ProgramRun.run(
            FilePath(Self.located(command[0])), Array(command.dropFirst()), environment: ["LC_ALL": "C"],
            limit: limit, mayGoOn: mayGoOn)
        return answer(run, test)
    }

    /// Rows line by line survive a crash; older builds have them all at once or not at all.
    private var form: String { writesLines ? "jsonl" : "json" }

    private func answer(_ run: ProgramRun, _ test: EngineTest) -> EngineAnswer {
        var rows: [LlamaBenchRow] = []
        var damage: String?
        for part in writesLines ? run.output.split(separator: UInt8(ascii: "\n")) : [run.output[...]] {
            guard part.contains(where: { $0 > 0x20 }) else { continue }
            do {
                rows += try LlamaBenchFile(Array(part), name: "its output").rows
            } catch {
                damage = damage ?? "what it wrote is no row: \((error as? Failure)?.cause ?? "\(error)")"
            }
        }
        let asked = rows.filter { test.asks($0) }
        let answered = Set(asked.map { [$0.prompt, $0.generated, test.threads.isEmpty ? 0 : $0.threads] }).count
        let strange = asked.count < rows.count ? "it answered with a test that it was not asked for" : nil
        let missing = answered < test.count ? "it answered \(answered) of \(test.count) tests" : nil
        return EngineAnswer(
            rows: asked, failure: run.failure ?? damage ?? strange ?? missing, tookTooLong: run.ending == .tookTooLong,
            seconds: run.seconds)
    }

    /// A launcher is found along PATH, as a shell does.
    private static func located(_ program: String) -> String {
        guard !program.contains("/") else { return program }
        return (try? EngineProgram(named: program, by: "program").path.string) ?? program
    }
}

extension EngineTest {
    /// Rows that it gives.
    package var count: Int { (prompts.count + (generated > 0 ? 1 : 0)) * max(1, threads.count) }

    /// Whether a row is one of its answers.
    fileprivate func asks(_ row: LlamaBenchRow) -> Bool {
        guard threads.isEmpty || threads.contains(row.threads), row.depth == depth else { return false }
        return row.prompt > 0
            ? prompts.contains(row.prompt) && row.generated == 0 : generated > 0 && row.generated == generated
    }
}
