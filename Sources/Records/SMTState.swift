/// Whether cores have several usable hardware threads each (SMT), and if not, why.
package enum SMTState: Codable, Hashable, Sendable {
    /// Every usable core has that many usable PUs, or more.
    case on(threadsPerCore: Int)
    /// Some usable cores have that many usable PUs or more, and others have one.
    case partly(threadsPerCore: Int, cores: Int, of: Int, reason: String)
    /// Cores have siblings of which one each is left: some are outside of the affinity mask or the cpuset, or offline.
    case siblingsNotUsable(notAllowed: IDSet, offline: IDSet)
    /// The CPU has it, and the kernel keeps it off: "off", or "forceoff", which lasts until the next boot.
    case off(control: String)
    /// No core has a second thread. `control` is what the kernel says of it; nil where it says nothing.
    case absent(control: String?)
    /// A guest without siblings: its host may have them.
    case hidden(hypervisor: String)
}

extension SMTState {
    /// Threads on each core that can be compared with one; nil where SMT cannot be measured.
    package var threadsPerCore: Int? {
        switch self {
        case .on(let threads), .partly(let threads, _, _, _): threads
        case .siblingsNotUsable, .off, .absent, .hidden: nil
        }
    }
}

extension SMTState {
    /// Where the kernel tells whether it keeps SMT on.
    private static let control = "/sys/devices/system/cpu/smt/control"

    /// What it is, and how SMT could be measured where it cannot now.
    package var text: String {
        switch self {
        case .on(let threads): "SMT is on, with \(threads) threads per core"
        case .partly(let threads, let cores, let all, let reason):
            "SMT is usable on \(cores) of \(all) cores, with \(threads) threads per core, and only those are measured: "
                + reason
        case .siblingsNotUsable(let notAllowed, let offline):
            "one thread of each core is usable: " + Self.lost(notAllowed: notAllowed, offline: offline)
        case .off("forceoff"):
            "SMT is off until the next boot (\(Self.control) says forceoff): remove nosmt=force, or the mitigation "
                + "that forces it, from the kernel's command line to measure it"
        case .off(let control):
            "SMT is off (\(Self.control) says \(control)): write \"on\" there to measure it"
        case .absent(let control):
            "no core has a second thread"
                + (control.map { " (\(Self.control) says \($0))" } ?? "")
                + ": the CPU has no SMT, or the firmware has it switched off"
        case .hidden(let hypervisor):
            "the hypervisor (\(hypervisor)) shows one thread per core: the host may have SMT and not tell. Measure on "
                + "the host, or let the guest see its siblings (QEMU: -smp threads=2, with each pinned to its own)"
        }
    }

    /// Why siblings cannot be used, and what to do.
    package static func lost(notAllowed: IDSet, offline: IDSet) -> String {
        var parts: [String] = []
        if !notAllowed.isEmpty {
            parts.append(
                "\(cpus(notAllowed)) outside of the affinity mask or the cpuset; run without taskset, or widen the "
                    + "cpuset")
        }
        if !offline.isEmpty {
            parts.append("\(cpus(offline)) offline; write 1 to /sys/devices/system/cpu/cpuN/online")
        }
        return parts.isEmpty ? "the kernel does not say why" : parts.joined(separator: ", and ")
    }

    private static func cpus(_ ids: IDSet) -> String { ids.count == 1 ? "CPU \(ids) is" : "CPUs \(ids) are" }
}
