import Quantities
import Records
import Statistics
import Tables

/// Each package alone beside all at once, where there are several.
struct PackagePeakSection: ReportSection {
    let context: ReportContext

    var markdown: String {
        let packages = packages
        let rows = context.peaks.types.compactMap(context.peaks.fastest).compactMap { row($0, packages) }
        guard packages.count > 1, !rows.isEmpty else { return "" }
        let columns =
            [Table.Column("Numbers, set")] + packages.map { .init("Package \($0)", .right) } + [
                .init("All at once", .right), .init("Of their sum", .right),
            ]
        return "Packages alone, GOP/s:\n\n" + Table(columns, rows: rows).markdown
    }

    private var packages: [Int] { Set(context.peaks.measuredPeaks.compactMap(\.package)).sorted() }

    private func row(_ all: PeakCell, _ packages: [Int]) -> [String]? {
        let cells = packages.map { package in
            context.peaks.measuredPeaks.first { $0.isSameLoop(as: all) && $0.package == package }
        }
        let rates = cells.compactMap { $0?.summary?.median }
        guard !rates.isEmpty, let together = all.summary else { return nil }
        let share = rates.count == packages.count ? together.median / rates.reduce(0, +) : nil
        return ["\(all.typeName), \(all.setName)"] + cells.map { $0?.summary?.figureText ?? "–" } + [
            together.figureText, share.map { "\(($0 * 100).fixed(0)) %" } ?? "–",
        ]
    }
}
