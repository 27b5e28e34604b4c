import Quantities
import Records
import Statistics
import Tables

/// Measurements for a person at a terminal.
struct SMTText {
    private let record: Record<SMTDetails>
    private let cells: [SMTCell]

    init(_ record: Record<SMTDetails>) {
        self.record = record
        cells = record.measurements.compactMap(SMTCell.init)
    }

    var text: String {
        let measured = cells.filter { $0.summary != nil }
        let missing = cells.filter { $0.summary == nil }.map { cell in
            record.details.cores.isEmpty
                ? "SMT was not measured: \(cell.reason)\n" : "\(cell.workload.name) not measured: \(cell.reason)\n"
        }
        let reasons = missing.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        let caveats = record.caveats.map { "! \($0.text)\n" }
        let found =
            measured.isEmpty
            ? [] : ["\(Self.capitalized(record.details.state.text)).\n", table(measured).terminalText, verdicts]
        return (["Threads per core (SMT)\n"] + found + reasons + caveats).filter { !$0.isEmpty }
            .joined(separator: "\n")
    }

    private func table(_ measured: [SMTCell]) -> Table {
        let columns: [Table.Column] = [
            .init("Workload"), .init("Threads per core", .right), .init("Median", .right), .init("Unit"),
            .init("95 % interval"), .init("Factor", .right), .init("95 % interval"), .init("Samples", .right),
        ]
        return Table(columns, rows: measured.map(row))
    }

    private func row(_ cell: SMTCell) -> [String] {
        guard let summary = cell.summary else { return [] }
        let factor = SMTFactor(cell, among: cells)
        return [
            cell.workload.rawValue, "\(cell.threadsPerCore)", summary.median.significant(3), cell.measurement.unit,
            summary.intervalText(digits: 3), factor?.value.fixed(2) ?? "",
            factor.map { $0.interval?.text ?? $0.reasonForNone ?? "" } ?? "",
            "\(summary.count)" + summary.flags.map { " \($0.rawValue)" }.joined(),
        ]
    }

    /// "Use two threads per core for dependent loads (×1.62), one for multiply-adds (×0.98)."
    private var verdicts: String {
        let factors = cells.compactMap { SMTFactor($0, among: cells) }
        let counts = Set(factors.map(\.threadsPerCore)).sorted()
        return counts.map { count in
            let own = factors.filter { $0.threadsPerCore == count }
            func listed(_ those: [SMTFactor], _ words: String) -> String? {
                let names = those.map { "\($0.workload.name) (×\($0.value.fixed(2)))" }
                return names.isEmpty ? nil : words + names.joined(separator: ", ")
            }
            let clauses = [
                listed(own.filter { $0.verdict == .use }, "use \(Self.words(count)) threads per core for "),
                listed(own.filter { $0.verdict == .avoid }, "use one for "),
                listed(
                    own.filter { $0.verdict == .indifferent && $0.interval != nil },
                    "it makes no clear difference for "),
                listed(own.filter { $0.interval == nil }, "samples are too few to tell for "),
            ]
            return Self.capitalized(clauses.compactMap(\.self).joined(separator: "; ")) + ".\n"
        }.joined()
    }

    private static func words(_ count: Int) -> String { count == 2 ? "two" : "\(count)" }

    private static func capitalized(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }
}

extension ClosedRange<Double> {
    /// "0.98 – 1.02".
    fileprivate var text: String { "\(lowerBound.fixed(2))\u{A0}–\u{A0}\(upperBound.fixed(2))" }
}
