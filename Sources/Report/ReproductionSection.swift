import Quantities
import Records
import Tables

/// The command that repeats the run, and how each program of it ended.
struct ReproductionSection: ReportSection {
    let context: ReportContext

    var markdown: String {
        let result = context.result
        let columns: [Table.Column] = [.init("Program"), .init("Ended"), .init("Seconds", .right), .init("Why")]
        let rows = result.runs.map { run in
            ["probe-\(run.name)", run.outcome.rawValue, run.seconds.fixed(1), run.reason ?? ""]
        }
        return """
            ## Reproduce

            ```sh
            \(result.command.map(Self.quoted).joined(separator: " "))
            ```

            \(Table(columns, rows: rows).markdown)
            """
    }

    /// As a POSIX shell reads it. A line break would end the code block's line.
    private static func quoted(_ word: String) -> String {
        let safe = word.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_./=:,+@%".contains($0)) }
        if safe, !word.isEmpty { return word }
        return "'" + word.printable.flatMap { $0 == "'" ? "'\\''" : $0 == "`" ? "'\"\\`\"'" : String($0) } + "'"
    }
}
