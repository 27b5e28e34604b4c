import Quantities
import Records
import Statistics
import Tables

/// What a second thread on each core is worth, and for what.
struct SMTSection: ReportSection {
    let context: ReportContext

    var markdown: String {
        guard let record = context.smt else { return context.missingSection("SMT", "smt") }
        guard !factors.isEmpty else {
            return "## SMT\n\nNot measured: \(record.details.state.text.escapedForMarkdown).\n" + notMeasured
        }
        return """
            ## SMT

            \(verdicts.map { "- \($0)\n" }.joined())
            The rate of all cores with more than one thread each, over that with one: \
            \(record.details.state.text.escapedForMarkdown).

            \(table.markdown)\(notMeasured)
            """
    }

    private var factors: [SMTFactor] {
        let cells = context.smtCells
        return cells.compactMap { SMTFactor($0, among: cells) }
    }

    /// What further threads are good for, in words: for each number of them on their own.
    private var verdicts: [String] {
        let counts = Set(factors.map(\.threadsPerCore)).sorted()
        return counts.flatMap { count in
            let prefix = counts.count == 1 ? "" : "With \(count) threads a core: "
            return Self.verdicts(factors.filter { $0.threadsPerCore == count }).map { prefix + $0 }
        }
    }

    private static func verdicts(_ factors: [SMTFactor]) -> [String] {
        func sentence(_ those: [SMTFactor], _ beginning: String, _ end: String) -> String? {
            let names = Workload.allCases.filter { workload in those.contains { $0.workload == workload } }.map(\.name)
            return names.isEmpty ? nil : "\(beginning) \(names.listed)\(end)."
        }
        return [
            sentence(factors.filter { $0.verdict == .use }, "**Use SMT** for", ""),
            sentence(factors.filter { $0.verdict == .avoid }, "**Avoid it** for", ": one thread per core is faster"),
            sentence(
                factors.filter { $0.verdict == .indifferent && $0.interval != nil }, "**No clear difference** for", ""),
            sentence(factors.filter { $0.interval == nil }, "**Too few samples to tell** for", ""),
        ].compactMap(\.self)
    }

    private var table: Table {
        let counts = Set(factors.map(\.threadsPerCore))
        let second = counts.count == 1 ? "\(counts.first ?? 2) threads a core" : "With so many"
        let columns: [Table.Column] =
            [.init("Work"), .init("1 thread a core", .right)]
            + (counts.count == 1 ? [] : [.init("Threads a core", .right)]) + [
                .init(second, .right), .init("Factor", .right), .init("95 % interval", .right), .init("Use SMT?"),
            ]
        let rows = factors.map { factor in
            let rates = [1, factor.threadsPerCore].map { threads in
                context.smtCells.first { $0.workload == factor.workload && $0.threadsPerCore == threads }?.summary?
                    .figureText ?? "–"
            }
            return ["\(factor.workload.shortName), \(factor.workload.unit)", rates[0]]
                + (counts.count == 1 ? [] : ["\(factor.threadsPerCore)"]) + [
                    rates[1], factor.value.fixed(2), factor.intervalText,
                    factor.interval == nil ? "unknown" : factor.verdict.word,
                ]
        }
        return Table(columns, rows: rows)
    }

    /// What has no figure, and why.
    private var notMeasured: String {
        let missing = context.smtCells.filter { $0.summary == nil }
        let reasons = missing.reduce(into: [String]()) { if !$0.contains($1.reason) { $0.append($1.reason) } }
            .filter { !(factors.isEmpty && context.smt?.details.state.text == $0) }
        let lines = reasons.map { reason in
            let own = missing.filter { $0.reason == reason }.map(\.workload)
            let names = Workload.allCases.filter(own.contains).map(\.name)
            return "- \(names.joined(separator: ", ")): \(reason.escapedForMarkdown).\n"
        }
        return lines.isEmpty ? "" : "\nNot measured:\n\n" + lines.joined()
    }
}

extension SMTFactor {
    /// "0.98 – 1.02", or why there is none.
    fileprivate var intervalText: String {
        interval.map { "\($0.lowerBound.fixed(2))\u{A0}–\u{A0}\($0.upperBound.fixed(2))" } ?? reasonForNone ?? ""
    }
}

extension SMTFactor.Verdict {
    /// For a table's cell.
    fileprivate var word: String {
        switch self {
        case .use: "yes"
        case .avoid: "no"
        case .indifferent: "either"
        }
    }
}

extension [String] {
    /// "a", "a and b", "a, b and c".
    var listed: String {
        guard let last, count > 1 else { return first ?? "" }
        return dropLast().joined(separator: ", ") + " and " + last
    }
}
