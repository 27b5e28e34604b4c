import Quantities
import Tables
import Catalog
import TokenModel

extension Validation {
    /// Where and when the machine was measured, for the document.
    package struct Setting: Hashable, Sendable {
        package let host: String
        /// "Intel Xeon …, 2 cores".
        package let machine: String
        package let measuredAt: String
        package let program: String

        package init(host: String, machine: String, measuredAt: String, program: String) {
            self.host = host
            self.machine = machine
            self.measuredAt = measuredAt
            self.program = program
        }
    }

    /// The whole as a document.
    package func markdown(_ setting: Setting) -> String {
        let head = """
            # Predictions against llama-bench

            \(setting.machine.escapedForMarkdown), host \(setting.host.escapedForMarkdown). The machine was measured \
            at \(setting.measuredAt.escapedForMarkdown) by probe \(setting.program.escapedForMarkdown). The profile is \
            "\(profile.name.escapedForMarkdown)", fitted to \(profile.source.escapedForMarkdown); single figures \
            scatter by \(profile.noise.percent) about it\(leaveOneOut).\(accuracyElsewhere)

            An error is predicted over measured, less 1. Rows that the profile was fitted to are marked "fitted to" \
            and left out of the summary; those whose repeats differ by more than \(EngineRun.noisySpread.percent) are \
            "noisy" and left out of the worst. "Simple" is bandwidth over bytes, and for prompts the FP32 peak over \
            operations.


            """
        return head + "## Summary\n\n" + (summaries.isEmpty ? "No row is left to judge by.\n" : summaryTable.markdown)
            + "\n## Rows\n\n" + table.markdown + leftOutText + trainedText
    }

    private var accuracyElsewhere: String { profile.leftOutText.map { " " + $0 } ?? "" }

    private var leaveOneOut: String {
        profile.leaveOneOutError.map {
            ", and with a model left out that model's figures are \($0.percent) off in the median"
        } ?? ""
    }

    private var leftOutText: String {
        guard !leftOut.isEmpty else { return "" }
        return "\n## Left out\n\n" + leftOut.map { "- \("\($0.name): \($0.reason)".escapedForMarkdown)\n" }.joined()
    }

    private var trainedText: String {
        guard !profile.trainedOn.isEmpty else { return "" }
        return "\n## What the profile was fitted to\n\n"
            + profile.trainedOn.map { "- \($0.escapedForMarkdown)\n" }.joined()
    }

    /// The summary, the rows and what was left out, for a terminal.
    package var terminalText: String {
        let left = leftOut.map { "left out: \($0.name): \($0.reason)".printable + "\n" }.joined()
        return table.terminalText + "\n"
            + (summaries.isEmpty ? "No row is left to judge by.\n" : summaryTable.terminalText)
            + (left.isEmpty ? "" : "\n" + left)
    }
}
