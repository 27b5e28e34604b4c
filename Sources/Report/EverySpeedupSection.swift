import Quantities
import Records
import Statistics
import Tables

/// Rate, speed-up and E_par of each workload by the number of threads, folded: the plot shows the same.
struct EverySpeedupSection: ReportSection {
    let context: ReportContext

    var markdown: String {
        let workloads = Workload.allCases.filter { workload in context.curves.contains { $0.workload == workload } }
        return """
            <details><summary>Rate, speed-up and E_par by the number of threads</summary>

            \(workloads.map { table($0).markdown }.joined(separator: "\n"))
            </details>

            """
    }

    private func table(_ workload: Workload) -> Table {
        let curves = context.curves.filter { $0.workload == workload }
        let boundaries = context.scaling?.details.boundaries.map(\.threads) ?? []
        let threads = Set(curves.flatMap { $0.telling(boundaries).map(\.threads) }).sorted()
        let columns =
            [Table.Column("\(workload.shortName), \(workload.unit)", .right)]
            + curves.flatMap { curve -> [Table.Column] in
                [
                    .init(context.hasPlacements ? curve.placement : "Rate", .right), .init("Speed-up", .right),
                    .init("E_par", .right),
                ]
            }
        let rows = threads.map { count in
            ["\(count) thread\(count == 1 ? "" : "s")"]
                + curves.flatMap { curve -> [String] in
                    guard let point = curve.points.first(where: { $0.threads == count }) else {
                        return ["–", "–", "–"]
                    }
                    return [
                        point.rate.figureText, point.speedup.significant(3), point.parallelEfficiency.fixed(2),
                    ]
                }
        }
        return Table(columns, rows: rows)
    }
}
