import Catalog
import Records
import Report

/// All figures of reports on examples, and of machines made by hand.
enum FigureExamples {
    /// With rates of inference, and without.
    static let reports: [Figure] = {
        let results = [try? Examples.twoSocketServerWithInference(), try? Examples.twoSocketServer()]
        let catalog = try? Catalog.builtIn()
        return results.compactMap(\.self).flatMap { result in
            catalog.flatMap { try? HardwareReport(result, catalog: $0).figures } ?? []
        }
    }()

    static let bars: [Figure] = [
        [.init("read, whole machine", share: 0.75, low: 0.7, high: 0.78, figures: "57.6 of 76.8 GB/s")],
        [.init("above", share: 1.31, figures: "131 of 100 GB/s"), .init("none", share: 0, figures: "0 of 100 GB/s")],
        (0..<30).map { .init("node \($0)", share: Double($0) / 30, figures: "\($0) of 30 GB/s") },
        [.init(PlotExamples.evil, share: .nan, figures: ""), .init(PlotExamples.evil, share: 1, figures: "x")],
        [.init("far", share: 12, low: 3, high: 900, figures: PlotExamples.evil)], [],
    ].map { BarChart(name: "bars", title: "Bars", axis: "Share of theory", rows: $0).figure }

    /// Packages × nodes × caches × cores × threads.
    static let topologies: [Figure] = [
        machine(1, 1, 1, 2, 1), machine(2, 1, 1, 16, 2), machine(2, 12, 1, 11, 1), machine(2, 4, 4, 8, 2),
        machine(8, 1, 1, 24, 8), machine(32, 4, 4, 16, 4), machine(1, 1, 1, 2000, 1), withLoneMemory, hybrid,
    ].compactMap { TopologyPicture($0)?.figure }

    static func machine(
        _ packages: Int, _ nodes: Int, _ caches: Int, _ cores: Int, _ threads: Int
    ) -> TopologyDetails {
        var details = Examples.twoSocketTopology
        let all = packages * nodes * caches * cores
        let perNode = caches * cores
        func pus(_ first: Int, _ count: Int) -> IDSet { IDSet(first * threads..<(first + count) * threads) }
        details.packages = packages
        details.cores = (0..<all).map { id in
            Core(id: id, package: id / (perNode * nodes), kind: 0, node: id / perNode, pus: pus(id, 1))
        }
        details.coreKinds = [CoreKind(name: "uniform", cores: all)]
        details.nodes = (0..<packages * nodes).map {
            NUMANode(id: $0, memory: 64 << 30, pus: pus($0 * perNode, perNode))
        }
        details.caches = (0..<all / cores).map {
            Cache(level: 3, type: "unified", size: 32 << 20, pus: pus($0 * cores, cores))
        }
        details.distances = nil
        details.usable = Usable(pus: pus(0, all), nodes: IDSet(0..<packages * nodes))
        return details
    }

    /// A node without memory, one without CPUs, and a core that may not be used.
    static let withLoneMemory: TopologyDetails = {
        var details = machine(1, 2, 1, 4, 2)
        details.nodes[1].memory = 0
        details.nodes.append(NUMANode(id: 2, memory: 16 << 30, pus: IDSet([]), kind: "HBM"))
        details.usable.pus = IDSet(0..<14)
        return details
    }()

    static let hybrid: TopologyDetails = {
        var details = machine(1, 1, 1, 14, 1)
        details.coreKinds = [CoreKind(name: "efficiency", cores: 8), CoreKind(name: "performance", cores: 6)]
        for index in details.cores.indices { details.cores[index].kind = index < 6 ? 1 : 0 }
        return details
    }()
}
