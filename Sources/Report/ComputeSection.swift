import Quantities
import Records
import Statistics
import Tables
import TokenModel

/// The peak of each type of number, what it is held against, and the clock under it.
struct ComputeSection: ReportSection {
    let context: ReportContext

    var markdown: String {
        guard context.flops != nil else { return context.missingSection("Compute", "flops") }
        guard !context.peaks.measuredPeaks.isEmpty else { return "## Compute\n" + notMeasured }
        return """
            ## Compute

            10⁹ operations a second with all operands in registers, a multiply-add being two: what no program on \
            these cores can exceed. Prompt processing is bound by it; generation by memory, or on few cores by the \
            arithmetic that unpacks weights. Engines multiply quantized weights by INT8 instructions, and F16 or BF16 \
            weights by FP32 or BF16 ones.

            """ + peaks.map(\.markdown).filter { !$0.isEmpty }.map { "\n" + $0 }.joined() + notMeasured
                + (clock.markdown.isEmpty ? "" : "\n" + clock.markdown)
    }

    var figures: [Figure] { context.flops == nil ? [] : clock.figures }

    private var clock: ClockSection { ClockSection(context: context) }

    private var peaks: [any ReportSection] {
        [
            PeakSection(context: context), PackagePeakSection(context: context), EveryPeakSection(context: context),
        ]
    }

    /// Instruction sets that were left out, and what has no figure, by reason.
    private var notMeasured: String {
        let leftOut = (context.flops?.details.leftOut ?? [:]).sorted { $0.key < $1.key }.map { isa, reason in
            "- \(PeakCell.setName(isa).escapedForMarkdown): \(reason.escapedForMarkdown).\n"
        }
        let missing = context.peaks.filter { $0.study == .peak && $0.summary == nil }
        let reasons = missing.reduce(into: [String]()) { if !$0.contains($1.reason) { $0.append($1.reason) } }
        let lines = reasons.map { reason in
            let names = missing.filter { $0.reason == reason }.map { "\($0.typeName) \($0.setName) on \($0.coresName)" }
            // Of many, the first few tell what kind of figure it is.
            let shown = names.prefix(6).joined(separator: "; ") + (names.count > 6 ? "; \(names.count - 6) more" : "")
            return "- \(reason.escapedForMarkdown): \(shown.escapedForMarkdown).\n"
        }
        return leftOut.isEmpty && lines.isEmpty ? "" : "\nNot measured:\n\n" + (leftOut + lines).joined()
    }
}
