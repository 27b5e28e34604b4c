import Quantities
import Records
import Statistics
import Tables

/// Peaks for a person at a terminal.
struct FlopsText {
    private let record: Record<FlopsDetails>
    private let cells: [PeakCell]

    init(_ record: Record<FlopsDetails>) {
        self.record = record
        cells = PeakCell.cells(record.measurements)
    }

    var text: String {
        let tables = record.details.coreSets.map { set in
            "\(Self.title(set))\n\n"
                + table(
                    cells.filter { cell in
                        cell.study == .peak && cell.threads == set.cpus.count && cell.coreKind == set.kind
                            && cell.package == set.package
                    })
        }
        let left = record.details.leftOut.sorted { $0.key < $1.key }.map { "\($0.key) not measured: \($0.value)\n" }
        let caveats = record.caveats.map { "! \($0.text)\n" }
        return (["Peak compute, 10⁹ operations a second\n"] + tables + [theory] + sags + left + caveats)
            .joined(separator: "\n")
    }

    private static func title(_ set: CoreSet) -> String {
        let count = set.cpus.count
        let kind = ["all", "uniform"].contains(set.kind) ? "" : "\(set.kind) "
        let place = set.package.map { " of package \($0)" } ?? ""
        return count == 1 ? "One \(kind)core" : "\(count) \(kind)cores\(place)"
    }

    private func table(_ cells: [PeakCell]) -> String {
        guard !cells.isEmpty else { return "Nothing was asked for, and nothing is known.\n" }
        let columns: [Table.Column] = [
            .init("Type"), .init("Set"), .init("Instructions"), .init("GOP/s", .right), .init("95 % interval"),
            .init("GHz", .right), .init("Op/cycle", .right), .init("Theory", .right), .init("Of it", .right),
            .init("Samples", .right),
        ]
        return Table(columns, rows: cells.map(row)).terminalText
    }

    private func row(_ cell: PeakCell) -> [String] {
        let name = [cell.type.uppercased(), cell.isa, cell.instruction]
        let theory = cell.theoreticalPerCycle?.shortest(decimals: 2) ?? "unknown"
        guard let summary = cell.summary else {
            return name + ["–", cell.reason, "–", "–", theory, "–", "0"]
        }
        let share = cell.shareOfTheory.map { ($0 * 100).fixed(0) + " %" } ?? "–"
        return name + [
            summary.median.significant(4), summary.intervalText(digits: 4),
            cell.clock?.summary?.median.fixed(2) ?? "–", cell.perCycle?.summary?.median.significant(3) ?? "–", theory,
            share, "\(summary.count)" + summary.flags.map { " \($0.rawValue)" }.joined(),
        ]
    }

    /// Where the theoretical figures come from.
    private var theory: String {
        record.details.cores.map { core in
            guard let name = core.microarchitecture else {
                return "Theory of the \(core.kind) cores: unknown, the CPU is in no table\n"
            }
            let sources = Set(core.peaks.map(\.source)).sorted().joined(separator: "; ")
            return "Theory of the \(core.kind) cores: \(name), \(sources)\n"
        }.joined()
    }

    private var sags: [String] {
        cells.filter { $0.study == .sag }.map { cell in
            guard let sag = ClockSag(cell) else {
                return "Clock under \(cell.instruction) for seconds: not measured: \(cell.reason)\n"
            }
            let (first, last) = (sag.firstClock.median.fixed(2), sag.lastClock.median.fixed(2))
            let change = (sag.change * 100).fixed(1)
            return "Clock under \(cell.instruction) on \(cell.threads) threads: \(first) GHz in the first second, "
                + "\(last) GHz after \(sag.seconds.fixed(0)) s (\(change) %): "
                + (sag.sags ? "it sags\n" : "it holds\n")
        }
    }
}
