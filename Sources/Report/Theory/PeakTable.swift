import Catalog
import Quantities
import Tables
import TokenModel

extension MachineFacts {
    private static let types = [
        ("fp32", "FP32"), ("bf16", "BF16"), ("int8", "INT8"), ("amx_bf16", "BF16 (AMX)"), ("amx_int8", "INT8 (AMX)"),
    ]

    /// Peaks by number type, of all cores and of one core of each kind; without rows where nothing is known.
    package var peakTable: Table {
        let rows = Self.types.flatMap { type, name -> [[String]] in
            let groups = cores.compactMap { core in core.group(type).map { (core, $0) } }
            guard !groups.isEmpty else { return [] }
            let each = groups.map { core, group in
                [
                    name, core.name.map { "one core (\($0))" } ?? "one core",
                    "\(group.operationsPerCycle.shortest(decimals: 1)) a cycle × "
                        + "\(group.clock.gigahertz.shortest(decimals: 2)) GHz",
                    group.corePeak.gigaPerSecond.significant(3),
                    core.operations[type].map { "\($0.provenance)" } ?? "",
                ]
            }
            guard let all = peak(type) else { return each }
            let sum = groups.map { "\($0.1.cores) × \($0.1.corePeak.gigaPerSecond.significant(3))" }
            return each + [["", "all cores", sum.joined(separator: " + "), all.gigaPerSecond.fixed(1), ""]]
        }
        return Table(
            [.init("Type"), .init("Of"), .init("From"), .init("GOP/s", .right), .init("Where from")], rows: rows)
    }
}
