import Quantities
import Records

extension Checkup {
    /// What the administrator set: clocks, huge pages, NUMA balancing.
    func settings() -> [Diagnosis] {
        [governor, turbo] + clockCap() + [transparentHugePages, hugePagePools, balancing]
    }

    private func caveat(_ kinds: Caveat.Kind...) -> Caveat? {
        environment.caveats(cpus: cpus.count).first { caveat in caveat.kind.map(kinds.contains) ?? false }
    }

    private static let cpufreq = "sys/devices/system/cpu/cpufreq"

    private var governor: Diagnosis {
        guard let name = environment.governor else {
            return Diagnosis(
                "governor", .unknown, "No CPU frequency governor is told",
                effect: "A clock that changes would show in the figures' spread only")
        }
        guard let caveat = caveat(.governor(name: name)) else {
            return Diagnosis("governor", .ok, "The CPU frequency governor is \(name)")
        }
        // These drivers' own "powersave" raises the clock under load; others' stays at the lowest.
        let policy = files.names(Self.cpufreq)?.first { $0.hasPrefix("policy") } ?? "policy0"
        let driver = files.text("\(Self.cpufreq)/\(policy)/scaling_driver") ?? ""
        let raisesClock = driver.hasPrefix("intel_pstate") || driver.hasPrefix("amd-pstate")
        let words = name.split(separator: ", ")
        if words.contains("userspace") || words.contains("powersave") && !raisesClock {
            let diagnosis = Diagnosis("governor", .bad, caveat)
            return Diagnosis(
                "governor", .bad, diagnosis.what, effect: "It keeps clocks low under load too: rates are too low",
                remedy: diagnosis.remedy)
        }
        return Diagnosis("governor", .note, caveat)
    }

    private var turbo: Diagnosis {
        let boost = files.integer("\(Self.cpufreq)/boost")
        let isOff = files.integer("sys/devices/system/cpu/intel_pstate/no_turbo") ?? boost.map { 1 - $0 }
        guard let isOff else {
            return Diagnosis(
                "turbo", .unknown, "Whether turbo is on is not told",
                effect: "A clock that changes would show in the figures' spread only")
        }
        guard isOff != 0 else { return Diagnosis("turbo", .ok, "Turbo is on, as in everyday use") }
        let remedy =
            boost == nil
            ? "echo 0 > /sys/devices/system/cpu/intel_pstate/no_turbo" : "echo 1 > /\(Self.cpufreq)/boost"
        return Diagnosis(
            "turbo", .note, "Turbo is off", effect: "Figures are steadier, and lower than those of everyday use",
            remedy: "To have it on: \(remedy)")
    }

    /// Policies whose highest clock is set below what the CPU can do.
    private func clockCap() -> [Diagnosis] {
        let policies = (files.names(Self.cpufreq) ?? []).filter { $0.hasPrefix("policy") }
        let capped = policies.compactMap { policy -> (allowed: Int, possible: Int)? in
            let folder = "\(Self.cpufreq)/\(policy)"
            guard let allowed = files.integer("\(folder)/scaling_max_freq"),
                let possible = files.integer("\(folder)/cpuinfo_max_freq"), allowed < possible
            else { return nil }
            return (allowed, possible)
        }
        guard let worst = capped.min(by: { $0.allowed < $1.allowed }) else { return [] }
        return [
            Diagnosis(
                "clock-cap", .bad,
                "Clocks are capped at \(worst.allowed / 1000) of \(worst.possible / 1000) MHz (\(capped.count) of "
                    + "\(policies.count) groups of CPUs)",
                effect: "Rates are too low",
                remedy: "cpupower frequency-set --max \(worst.possible)kHz, or leave the power-saving profile")
        ]
    }

    private var transparentHugePages: Diagnosis {
        guard let word = environment.transparentHugePages else {
            return Diagnosis(
                "transparent-huge-pages", .unknown, "Whether there are transparent huge pages is not told",
                effect: "Where there are none, 4 KiB pages cost bandwidth and latency")
        }
        if let caveat = caveat(.transparentHugePagesOff) {
            return Diagnosis("transparent-huge-pages", .bad, caveat)
        }
        return Diagnosis("transparent-huge-pages", .ok, "Transparent huge pages: \(word)")
    }

    private var hugePagePools: Diagnosis {
        let pools = (machine?.usableMemoryNodes ?? []).flatMap { HugePagePool.onNode($0.id, files: files) }
        let filled = pools.filter { $0.free > 0 }
        guard filled.isEmpty else {
            let sizes = Set(filled.map(\.pageBytes)).sorted().map { bytes in
                let pages = filled.filter { $0.pageBytes == bytes }.map(\.free).reduce(0, +)
                return "\(pages) pages of \(ByteCount(bytes))"
            }
            return Diagnosis("hugetlb", .ok, "The huge page pool has \(sizes.joined(separator: ", ")) free")
        }
        return Diagnosis(
            "hugetlb", .note, pools.isEmpty ? "There is no huge page pool (hugetlb)" : "The huge page pool is empty",
            effect: "probe bandwidth compares page sizes without the pool's, and says so",
            remedy: pools.isEmpty ? "" : "For that comparison: sysctl vm.nr_hugepages=512")
    }

    private var balancing: Diagnosis {
        guard let isOn = environment.numaBalancing else {
            return Diagnosis("numa-balancing", .ok, "This kernel has no automatic NUMA balancing")
        }
        guard isOn, let caveat = caveat(.numaBalancing) else {
            return Diagnosis("numa-balancing", .ok, "Automatic NUMA balancing is off")
        }
        guard (machine?.topology.memoryNodes.count ?? 2) > 1 else {
            return Diagnosis("numa-balancing", .ok, "Automatic NUMA balancing is on, and there is only one node")
        }
        return Diagnosis("numa-balancing", .bad, caveat)
    }
}
