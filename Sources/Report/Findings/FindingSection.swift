import Quantities
import Records
import Tables

/// What costs speed on this machine, the dearest first, each with what shows it and what to do.
struct FindingSection: ReportSection {
    let context: ReportContext

    var markdown: String {
        let basis = FindingBasis(context)
        let findings = Findings(basis)
        guard !findings.all.isEmpty else {
            return "## Findings\n\nNone: nothing was seen that costs speed and can be changed.\n\n" + looks(findings)
        }
        let count = findings.all.count == 1 ? "One finding" : "\(findings.all.count) findings, the dearest first"
        return "## Findings\n\n\(count). \(costs(basis))\n\n"
            + findings.all.enumerated().map { Self.part($0 + 1, $1) }.joined(separator: "\n") + "\n" + looks(findings)
    }

    /// What costs are told of.
    private func costs(_ basis: FindingBasis) -> String {
        guard let reference = basis.reference else {
            return "Costs are shares of the read bandwidth, as no model's speed is predicted "
                + "(\(context.reasonMissing("inference").escapedForMarkdown))."
        }
        return "Costs are of generation by \(reference.name.escapedForMarkdown), for which "
            + "\(reference.rate.significant(2)) token/s are predicted as the machine was measured; *of* is what there "
            + "would be without the loss. Costs cannot be added up."
    }

    private static func part(_ number: Int, _ finding: Finding) -> String {
        var text = "### \(number). \(finding.title.escapedForMarkdown): \(finding.cost.text.escapedForMarkdown)\n\n"
        text += "\(finding.evidence.escapedForMarkdown)\n"
        if case .unknown(let why) = finding.cost { text += "\nThe cost is not known: \(why.escapedForMarkdown).\n" }
        text += "\n**Do:** \(finding.action.escapedForMarkdown)\n"
        return text + (finding.commands.isEmpty ? "" : "\n" + finding.commands.shellBlock)
    }

    /// What was looked at without a finding, and what could not be.
    private func looks(_ findings: Findings) -> String {
        let clear = findings.clear.isEmpty ? "" : "Looked at without a finding: \(findings.clear.listed).\n"
        guard !findings.impossible.isEmpty else { return clear }
        let reasons = findings.impossible.map { "- \($0.subject): \($0.why.escapedForMarkdown).\n" }
        return clear + (clear.isEmpty ? "" : "\n") + "Not looked at:\n\n" + reasons.joined()
    }
}

extension [String] {
    /// Lines that a reader can copy into a shell.
    var shellBlock: String {
        // Nothing can end the block: a line has no line break, and no fence.
        let lines = map { $0.printable.filter { $0 != "`" } }
        return "```sh\n" + lines.map { "\($0)\n" }.joined() + "```\n"
    }
}
