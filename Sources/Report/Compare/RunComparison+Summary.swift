import Statistics
import Tables

extension RunComparison {
    private static let parts = [
        "bandwidth": "memory bandwidth", "latency": "latency", "flops": "peak compute and clock", "smt": "SMT",
        "scaling": "scaling", "inference": "inference's loops", "storage": "storage",
        "engine": "the engine's rates",
    ]

    /// How many figures of each part moved, and which way.
    var summary: Table {
        let main = changes.filter { $0.first.rank == .main }
        let probes = runs.first?.figures.all.map(\.probe).reduce(into: [String]()) { probes, probe in
            if !probes.contains(probe) { probes.append(probe) }
        }
        let rows = (probes ?? []).compactMap { probe -> [String]? in
            let own = main.filter { $0.first.probe == probe }
            guard let middle = own.map(\.change).median else { return nil }
            let moved = own.filter { $0.verdict == .moved }
            let worse = moved.count(where: \.isWorse)
            return [
                Self.parts[probe] ?? probe.printable, "\(own.count)", "\(worse)", "\(moved.count - worse)",
                "\(own.count - moved.count)", Self.percent(middle),
            ]
        }
        return Table(
            [
                .init("Part"), .init("Figures", .right), .init("Worse", .right), .init("Better", .right),
                .init("Not sure to have moved", .right), .init("Median of all changes", .right),
            ], rows: rows)
    }
}
