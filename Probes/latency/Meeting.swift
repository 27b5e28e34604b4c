import Machine
import Records

/// Which cores hand a line over to each other, and how many threads meet at a barrier.
struct Meeting {
    /// One PU of each core; of a large machine, of some cores of every L3.
    let handover: [Int]
    let counts: [Int]
    let all: [Int]

    /// 64 cores make 2016 pairs, which take some seconds; all pairs of 256 cores would take minutes.
    private static let mostCores = 64

    /// - Parameter nodes: each node's PUs, one of every core first.
    init(_ machine: Machine, _ nodes: [[Int]]) {
        let all = nodes.flatMap(\.self)
        // One PU of each core, by node; the cores' other PUs after those of all nodes.
        let isFirst = Dictionary(grouping: all) { pu in machine.topology.cores.first { $0.pus.contains(pu) }?.id ?? -pu
        }
        let cores = all.filter { pu in isFirst.values.contains { $0.first == pu } }
        let siblings = all.filter { pu in !cores.contains(pu) }
        self.all = cores + siblings
        var counts: [Int] = []
        var next = 2
        while next < cores.count {
            counts.append(next)
            next *= 2
        }
        if cores.count > 1 { counts.append(cores.count) }
        if !siblings.isEmpty { counts.append(cores.count + siblings.count) }
        self.counts = counts
        handover = Self.spread(cores, machine)
    }

    /// The same number of cores of every L3, so that pairs within one and between any two are there.
    private static func spread(_ cores: [Int], _ machine: Machine) -> [Int] {
        guard cores.count > mostCores else { return cores }
        let caches = machine.topology.dataCaches(level: 3)
        let groups = Dictionary(grouping: cores) { core in caches.firstIndex { $0.pus.contains(core) } ?? -1 }
        let each = max(1, mostCores / groups.count)
        let chosen = Set(groups.values.flatMap { $0.prefix(each) }.sorted().prefix(mostCores))
        return cores.filter(chosen.contains)
    }
}
