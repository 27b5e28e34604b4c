import Quantities
import Records

extension TopologyTree {
    /// The machine in words; parts that are alike are told once.
    func words(kinds: [String]) -> String {
        let runs = packages.runs(\.shape)
        let sentences = runs.prefix(Self.told).map { run -> String in
            let nodes = run[0].nodes.runs(\.shape).prefix(Self.told).map { Self.words($0, kinds, in: run.count) }
            return "\(Self.title(run)): \(nodes.joined(separator: "; "))."
        }
        let more = runs.count > Self.told ? ["\(runs.count - Self.told) more."] : []
        let others = apart.isEmpty ? [] : ["Without CPUs: \(apart.prefix(Self.told).map(\.title).listed)."]
        return (sentences + more + others).joined(separator: " ")
    }

    /// More than this no one listens to.
    private static let told = 12

    /// "Packages 0-1, each".
    static func title(_ run: [Package]) -> String {
        run.count == 1 ? "Package \(run[0].id)" : "Packages \(IDSet(run.map(\.id))), each"
    }

    private static func words(_ run: [Node], _ kinds: [String], in packages: Int) -> String {
        let clusters = run[0].clusters.runs(\.shape).map { clusters -> String in
            let cores = Self.count(clusters[0].cores, kinds)
            let cache = clusters[0].cache.map { ", sharing \($0)" } ?? ""
            return (clusters.count > 1 ? "\(clusters.count) times " : "") + cores + cache
        }
        return "\(Node.title(run, packages: packages)), with \(clusters.listed)"
    }

    /// "8 performance cores with 2 threads and 16 efficiency cores".
    static func count(_ cores: [Core], _ kinds: [String]) -> String {
        cores.map { [$0.kind, $0.pus.count] }.reduce(into: [[Int]]()) { kinds, kind in
            if !kinds.contains(kind) { kinds.append(kind) }
        }.map { kind in
            let count = cores.count { $0.kind == kind[0] && $0.pus.count == kind[1] }
            let name = kinds.indices.contains(kind[0]) && kinds.count > 1 ? kinds[kind[0]] + " " : ""
            return TopologyDetails.count(count, "\(name)core") + (kind[1] > 1 ? " with \(kind[1]) threads" : "")
        }.listed
    }
}

extension TopologyTree.Memory {
    /// "64 GiB", "16 GiB MCDRAM", "no memory".
    var size: String {
        bytes > 0 ? "\(ByteCount(bytes))" + (kind.map { $0 == "DRAM" ? "" : " \($0)" } ?? "") : "no memory"
    }

    /// "Node 4: 16 GiB MCDRAM".
    var title: String { "Node \(id): \(size)" }
}

extension TopologyTree.Node {
    /// "Node 0: 64 GiB", "Nodes 0-3, each 64 GiB".
    /// - Parameter packages: that are alike, whose nodes have other ids.
    static func title(_ run: [Self], packages: Int = 1) -> String {
        guard let memory = run.first?.memory else { return "No node of their own" }
        guard packages == 1 else {
            return TopologyDetails.count(run.count, "node") + (run.count > 1 ? ", each " : " of ") + memory.size
        }
        let others = run[0].otherPackages
        let shared = others.isEmpty ? "" : ", also of package\(others.count == 1 ? "" : "s") \(IDSet(others))"
        guard run.count > 1 else { return memory.title + shared }
        return "Nodes \(IDSet(run.compactMap { $0.memory?.id })), each \(memory.size)\(shared)"
    }
}

extension TopologyTree.Cluster {
    /// "L3 32 MiB", "4 × L3 32 MiB, each"; empty where cores share no cache.
    static func title(_ run: [Self]) -> String {
        guard let cache = run.first?.cache else { return run.count > 1 ? "\(run.count) times" : "" }
        return run.count > 1 ? "\(run.count) × \(cache), each" : cache
    }
}
