import Quantities
import Records
import Statistics
import Tables

/// Each package alone beside all at once, where there are several.
struct PackagePeakSection: ReportSection {
    let context: ReportContext

    var markdown: String {
        let sets = setOfPackage
        let packages = sets.keys.sorted()
        let rows = context.peaks.types.compactMap(context.peaks.fastest).compactMap { fastest in
            row(fastest, packages.compactMap { sets[$0] })
        }
        guard packages.count > 1, !rows.isEmpty else { return "" }
        let columns =
            [Table.Column("Numbers, set")] + packages.map { .init("Package \($0)", .right) } + [
                .init("All at once", .right), .init("Of their sum", .right),
            ]
        return "Packages alone, GOP/s:\n\n" + Table(columns, rows: rows).markdown
    }

    /// The set of cores that is each package. One of a single core was measured as that core, and has no label of its
    /// own: its CPUs tell.
    private var setOfPackage: [Int: CoreSet] {
        let sets = context.flops?.details.coreSets ?? []
        let labelled = sets.reduce(into: [Int: CoreSet]()) { found, set in
            if let package = set.package { found[package] = set }
        }
        guard let topology = context.topology?.details else { return labelled }
        let usable = topology.cores.filter { !$0.pus.intersection(topology.usable.pus).isEmpty }
        return Set(usable.map(\.package)).reduce(into: labelled) { found, package in
            let cores = usable.filter { $0.package == package }
            // A machine of one package has the set of all cores for it.
            guard found[package] == nil, cores.count < usable.count else { return }
            found[package] = sets.first { set in
                set.cpus.count == cores.count
                    && cores.allSatisfy { core in set.cpus.contains(where: core.pus.contains) }
            }
        }
    }

    private func row(_ all: PeakCell, _ packages: [CoreSet]) -> [String]? {
        // In a run that was cut short the most cores that have a figure can be those of one package.
        guard all.cores >= packages.map(\.cpus.count).reduce(0, +) else { return nil }
        let cells = packages.map { set in
            context.peaks.measuredPeaks.first { $0.isSameLoop(as: all) && $0.isOf(set) }
        }
        let rates = cells.compactMap { $0?.summary?.median }
        guard !rates.isEmpty, let together = all.summary else { return nil }
        let share = rates.count == packages.count ? together.median / rates.reduce(0, +) : nil
        return ["\(all.typeName), \(all.setName)"] + cells.map { $0?.summary?.figureText ?? "–" } + [
            together.figureText, share.map { "\(($0 * 100).fixed(0)) %" } ?? "–",
        ]
    }
}
