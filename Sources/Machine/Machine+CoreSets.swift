import Records

extension Machine {
    /// Which cores' peaks are measured: one core of each kind, all of each kind, the whole machine and each package;
    /// every set of cores once, fastest kind first.
    package var coreSets: [CoreSet] {
        let cores = ordered(usableCores(), .compact)
        let kinds = Set(cores.map(\.core.kind)).sorted(by: >)
        let packages = Set(cores.map(\.core.package)).sorted()
        func set(_ kind: String, package: Int? = nil, _ members: some Sequence<UsableCore>) -> CoreSet {
            CoreSet(kind: kind, package: package, cpus: members.compactMap(\.pus.first))
        }
        var sets = kinds.map { kind in
            set(topology.coreKinds[kind].name, cores.filter { $0.core.kind == kind }.prefix(1))
        }
        if kinds.count > 1 {
            sets += kinds.map { kind in set(topology.coreKinds[kind].name, cores.filter { $0.core.kind == kind }) }
        }
        sets.append(set("all", cores))
        sets += packages.map { package in
            set("all", package: package, cores.filter { $0.core.package == package })
        }
        var seen: Set<[Int]> = []
        return sets.filter { seen.insert($0.cpus).inserted }
    }
}
