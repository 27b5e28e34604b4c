import Records
import Tables

/// What limits the figures, and what to do about it.
struct CaveatSection: ReportSection {
    let context: ReportContext

    var markdown: String {
        let caveats = unique
        guard !caveats.isEmpty else { return "## Caveats\n\nNone was found.\n" }
        return "## Caveats\n\n" + caveats.map { "- \($0)\n" }.joined()
    }

    /// The same caveat of two programs is told once; noise is each program's own.
    private var unique: [String] {
        let records = context.result.records.sorted { $0.key < $1.key }
        let ordered = context.result.runs.compactMap { run in records.first { $0.key == run.name }?.key }
        return ordered.reduce(into: []) { caveats, name in
            for caveat in context.result.caveats(name) {
                let teller = caveat.isNoise ? "**probe-\(name.escapedForMarkdown):** " : ""
                let text = teller + caveat.text.escapedForMarkdown
                if !caveats.contains(text) { caveats.append(text) }
            }
        }
    }
}
