import Records

/// What the kernel lets this process use at one moment. A field is nil where it does not tell.
package struct Allowance: Hashable, Sendable {
    let cpus: IDSet?
    let nodes: IDSet?

    /// Of the calling thread, which must not be pinned.
    package static func current(_ files: SystemFiles = .live) -> Allowance {
        Allowance(cpus: Affinity.current(), nodes: nodes(files))
    }

    /// The nodes whose memory the cpuset allows now.
    static func nodes(_ files: SystemFiles) -> IDSet? {
        files.fields("proc/self/status")["Mems_allowed_list"].flatMap { IDSet(parsing: $0) }
    }

    /// The CPUs that are switched on; nil where that is not told.
    static func online(_ files: SystemFiles) -> IDSet? {
        guard let told = files.ids("sys/devices/system/cpu/online") else { return nil }
        // A CPU that is being switched off runs no thread any more while it is still told as on: who is held to it by
        // the mask alone may not run there.
        guard let mask = files.fields("proc/self/status")["Cpus_allowed_list"].flatMap({ IDSet(parsing: $0) }),
            let runs = Affinity.current()
        else { return told }
        return IDSet(told.ids.filter { !mask.contains($0) || runs.contains($0) })
    }

    /// What is different from an earlier moment; nil where nothing is.
    func change(since earlier: Allowance) -> Caveat.Kind? {
        let kind = Caveat.Kind.machineChanged(
            cpusGone: Self.missing(earlier.cpus, in: cpus), cpusNew: Self.missing(cpus, in: earlier.cpus),
            nodesGone: Self.missing(earlier.nodes, in: nodes), nodesNew: Self.missing(nodes, in: earlier.nodes))
        let none = IDSet([])
        return kind == .machineChanged(cpusGone: none, cpusNew: none, nodesGone: none, nodesNew: none) ? nil : kind
    }

    private static func missing(_ ids: IDSet?, in others: IDSet?) -> IDSet {
        guard let ids, let others else { return IDSet([]) }
        return IDSet(ids.ids.filter { !others.contains($0) })
    }
}
