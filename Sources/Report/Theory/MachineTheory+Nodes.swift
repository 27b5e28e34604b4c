import Quantities
import Records
import TokenModel

extension MachineTheory {
    /// What theory allows where memory is: "all", or a node's number.
    /// - Returns: nil where theory is not known, and of memory without CPUs, which is not on the processors' channels.
    func bandwidth(of node: String) -> Bandwidth? {
        guard let theory = facts.theoreticalBandwidth else { return nil }
        guard let id = Int(node) else { return theory }
        guard !nodeShares.isEmpty else { return theory }
        guard let share = nodeShares[id] else { return nil }
        // Chiplets are shared evenly, modules as they are plugged.
        let even = 1 / Double(nodeShares.count)
        guard facts.bandwidth == nil, let dram = facts.dram else { return theory * even }
        return SimpleModel.theoreticalBandwidth(dram: dram * share, fabric: facts.fabric.map { $0 * even })
    }

    /// Each node's share of the machine's channels, by its socket's modules where slots tell them, evenly within a
    /// socket.
    /// - Parameter slots: nil where sockets are taken to be alike.
    static func nodeShares(_ topology: TopologyDetails, slots: PopulatedMemory?) -> [Int: Double] {
        let nodes = topology.nodes.filter { $0.memory > 0 && !$0.pus.isEmpty }
        var packages: [Int: [Int]] = [:]
        for node in nodes {
            let package = topology.cores.first { !$0.pus.intersection(node.pus).isEmpty }?.package ?? 0
            packages[package, default: []].append(node.id)
        }
        let widths = slots?.widthPerSocket ?? [:]
        let sockets = packages.keys.sorted()
        // Slots' names count sockets as the kernel does, from the first; where they do not fit, all are alike.
        let fits = widths.count == sockets.count && sockets.count > 1
        let all = Double(widths.values.reduce(0, +))
        var shares: [Int: Double] = [:]
        for (package, width) in zip(sockets, widths.sorted { $0.key < $1.key }.map(\.value) + sockets.map { _ in 0 }) {
            let ids = packages[package] ?? []
            let ofSocket = fits && all > 0 ? Double(width) / all : 1 / Double(sockets.count)
            for id in ids { shares[id] = ofSocket / Double(ids.count) }
        }
        return shares
    }
}
