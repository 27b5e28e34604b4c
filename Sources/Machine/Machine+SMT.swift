import Records

extension Machine {
    /// Whether cores have several usable threads each.
    /// - Parameter files: the files of the machine that `topology` describes.
    package func smt(files: SystemFiles = .live) -> SMTState {
        smt(files: files, hypervisor: Virtualization.hypervisor(files))
    }

    /// Whether cores have several usable threads each, under a hypervisor that is known, or without one.
    package func smt(files: SystemFiles, hypervisor: String?) -> SMTState {
        let cores = usableCores()
        let multiple = cores.filter { $0.pus.count > 1 }
        if let threads = multiple.map(\.pus.count).min() {
            guard multiple.count < cores.count else { return .on(threadsPerCore: threads) }
            return .partly(
                threadsPerCore: threads, cores: multiple.count, of: cores.count, reason: reasonForSingles(cores))
        }
        let control = files.text("sys/devices/system/cpu/smt/control")
        if let control, ["off", "forceoff"].contains(control) { return .off(control: control) }
        let notAllowed = siblingsNotAllowed(cores)
        // The kernel knows of siblings, of online CPUs and of others; where none shows, the offline ones are they.
        let offline = control.map(Self.saysOn) == true ? topology.offlineCPUs : IDSet([])
        if !notAllowed.isEmpty || !offline.isEmpty {
            return .siblingsNotUsable(notAllowed: notAllowed, offline: topology.offlineCPUs)
        }
        return hypervisor.map { .hidden(hypervisor: $0) } ?? .absent(control: control)
    }

    /// The usable PUs of each core that has several, in compact order: what SMT is measured on.
    package var coresWithSiblings: [[Int]] { ordered(usableCores(), .compact).map(\.pus).filter { $0.count > 1 } }

    /// Kernels that can have a part of a core's threads on give their number instead of "on".
    private static func saysOn(_ control: String) -> Bool { control == "on" || Int(control).map { $0 > 1 } == true }

    /// Siblings of usable cores that this process may not use; where those have none, all such PUs of other cores.
    private func siblingsNotAllowed(_ cores: [UsableCore]) -> IDSet {
        func lost(_ cores: [Core]) -> IDSet {
            let pus = cores.filter { $0.pus.count > 1 }.flatMap(\.pus.ids)
            return IDSet(pus.filter { !topology.usable.pus.contains($0) })
        }
        let own = lost(cores.map(\.core))
        return own.isEmpty ? lost(topology.cores) : own
    }

    /// Why some cores have one usable thread, where others have several.
    private func reasonForSingles(_ cores: [UsableCore]) -> String {
        let singles = cores.filter { $0.pus.count == 1 }
        // Kinds of core that have no siblings at all: efficiency cores.
        let without = Set(singles.map(\.core.kind)).subtracting(topology.cores.filter { $0.pus.count > 1 }.map(\.kind))
        var parts = without.sorted().map { "the \(topology.coreKinds[$0].name) cores have one thread each" }
        let unexplained = singles.filter { !without.contains($0.core.kind) }
        if !unexplained.isEmpty {
            let notAllowed = IDSet(
                unexplained.flatMap { single in single.core.pus.ids.filter { !single.pus.contains($0) } })
            let isOffline = unexplained.contains { $0.core.pus.count == 1 }
            parts.append(
                SMTState.lost(notAllowed: notAllowed, offline: isOffline ? topology.offlineCPUs : IDSet([])))
        }
        return parts.joined(separator: "; ")
    }
}
