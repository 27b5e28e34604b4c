import Records

/// The numbers of threads at which a scaling study measures; the same for every placement, so that their curves can be
/// compared point by point.
package struct ThreadCounts: Sendable {
    /// Ascending, each once, none above the number of PUs.
    package let counts: [Int]
    /// What the machine has that many of, by number of threads: "the cores of one L3", "all cores".
    package let boundaries: [Int: [String]]

    /// - Parameter cpus: all PUs in the order that threads take them, such as `Machine.order` gives.
    package init(_ machine: Machine, cpus: [Int]) {
        let used = IDSet(cpus)
        let usable = machine.usableCores().compactMap { core -> UsableCore? in
            let pus = core.pus.filter(used.contains)
            return pus.isEmpty ? nil : UsableCore(core: core.core, pus: pus, path: core.path)
        }
        let cores = machine.ordered(usable, .compact)
        var boundaries: [Int: [String]] = [:]
        for (threads, name) in Self.parts(cores) + Self.kinds(cores, machine) + Self.siblings(cores) {
            boundaries[threads, default: []].append(name)
        }
        self.boundaries = boundaries
        // A point within 5 % of a boundary tells nothing more than the boundary does.
        let grid = Self.grid(to: cpus.count).filter { point in
            point <= 8 || boundaries.keys.allSatisfy { 20 * abs($0 - point) > point }
        }
        counts = Set(grid + boundaries.keys).sorted()
    }

    /// Every number to 8, then four to the octave.
    private static func grid(to largest: Int) -> [Int] {
        var points = Array(1...8)
        var octave = 8
        while octave < largest {
            points += (1...4).map { octave + octave * $0 / 4 }
            octave *= 2
        }
        return points.filter { $0 <= largest }
    }

    /// Where compact threads have filled the first part, and where spread ones have a core in each.
    private static func parts(_ cores: [UsableCore]) -> [(threads: Int, name: String)] {
        let levels: [(UsableCore.Level, String)] = [
            (.l3, "L3"), (.die, "die"), (.node, "NUMA node"), (.package, "package"),
        ]
        return levels.flatMap { level, name -> [(threads: Int, name: String)] in
            let parts = Set(cores.compactMap { $0.part(level) })
            guard parts.count > 1, let first = cores.first?.part(level) else { return [] }
            return [
                (cores.count { $0.part(level) == first }, "the cores of one \(name)"),
                (parts.count, "one core of every \(name)"),
            ]
        }
    }

    private static func kinds(_ cores: [UsableCore], _ machine: Machine) -> [(threads: Int, name: String)] {
        guard let fastest = cores.first?.core.kind else { return [] }
        let count = cores.count { $0.core.kind == fastest }
        let name = machine.topology.coreKinds[fastest].name
        return (count < cores.count ? [(count, "all \(name) cores")] : []) + [(cores.count, "all cores")]
    }

    /// Where every core that has it has its next thread, and half-way to the second.
    private static func siblings(_ cores: [UsableCore]) -> [(threads: Int, name: String)] {
        let most = cores.map(\.pus.count).max() ?? 0
        guard most > 1 else { return [] }
        let rounds = (1...most).map { threads in cores.map { min(threads, $0.pus.count) }.reduce(0, +) }
        let half = (rounds[0] + rounds[1]) / 2
        let middle = half > rounds[0] ? [(half, "all cores and half of their second threads")] : []
        return middle
            + (2...most).map { (rounds[$0 - 1], $0 == most ? "all threads" : "\($0) threads on every core") }
    }
}
