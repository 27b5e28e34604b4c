import Quantities
import Records

extension Checkup {
    /// What stands around this process: a hypervisor, a container, a quota, a cpuset.
    func boundaries() -> [Diagnosis] {
        [surroundings, quota] + allowed() + oddCPUs()
    }

    private var caveats: [Caveat] { environment.caveats(cpus: cpus.count) }

    private var surroundings: Diagnosis {
        let found = caveats.filter {
            switch $0.kind {
            case .virtualMachine, .container: true
            default: false
            }
        }
        // The hypervisor is the graver one, and comes first.
        guard let caveat = found.first else {
            return Diagnosis("virtualization", .ok, "Neither a hypervisor nor a container is seen")
        }
        let diagnosis = Diagnosis("virtualization", .note, caveat)
        guard found.count > 1, let name = environment.virtualization else { return diagnosis }
        return Diagnosis(
            "virtualization", .note, "This is a container in a virtual machine (\(name))", effect: diagnosis.effect,
            remedy: diagnosis.remedy)
    }

    private var quota: Diagnosis {
        let caveat = caveats.first { if case .cpuQuota = $0.kind { true } else { false } }
        if let caveat { return Diagnosis("cpu-quota", .bad, caveat) }
        guard let quota = environment.cpuQuota else {
            // Without /proc there is no telling which groups this process is in.
            guard files.text("proc/self/cgroup") != nil else {
                return Diagnosis(
                    "cpu-quota", .unknown, "Whether a cgroup quota holds is not told (no /proc/self/cgroup)",
                    effect: "Threads may be stopped unseen", remedy: "Mount /proc")
            }
            guard CgroupLimits(files: files).showsQuota else {
                return Diagnosis(
                    "cpu-quota", .unknown,
                    "Whether a cgroup quota holds is not told: this process's group is not shown",
                    effect: "Threads may be stopped unseen", remedy: "Mount the control groups (/sys/fs/cgroup)")
            }
            return Diagnosis("cpu-quota", .ok, "No cgroup quota on CPU time")
        }
        return Diagnosis(
            "cpu-quota", .ok, "A cgroup quota of \(quota.shortest(decimals: 2)) CPUs, which is no less than there are")
    }

    private func allowed() -> [Diagnosis] {
        guard let topology = machine?.topology else { return [] }
        var diagnoses = topology.limitCaveats.map { caveat in
            if case .fewerNodesAllowed = caveat.kind { return Diagnosis("nodes-allowed", .note, caveat) }
            return Diagnosis("cpus-allowed", .note, caveat)
        }
        let found = Set(diagnoses.map(\.check))
        if !found.contains("cpus-allowed") {
            diagnoses.append(Diagnosis("cpus-allowed", .ok, "This process may use every CPU (\(topology.pus))"))
        }
        if !found.contains("nodes-allowed") {
            diagnoses.append(Diagnosis("nodes-allowed", .ok, "This process may use the memory of every node"))
        }
        let offline = topology.offlineCPUs
        if offline.isEmpty { return diagnoses + [Diagnosis("cpus-online", .ok, "Every CPU is switched on")] }
        return diagnoses + [
            Diagnosis(
                "cpus-online", .note, "\(Self.named(offline)) switched off",
                effect: "The machine has more than will be measured",
                remedy: "To switch one on: echo 1 > /sys/devices/system/cpu/cpu\(offline.ids.first ?? 0)/online")
        ]
    }

    /// CPUs that the kernel keeps from others' work, or from its own.
    private func oddCPUs() -> [Diagnosis] {
        let isolated = files.ids("sys/devices/system/cpu/isolated") ?? IDSet([])
        let tickless = files.ids("sys/devices/system/cpu/nohz_full") ?? IDSet([])
        var diagnoses: [Diagnosis] = []
        if isolated.isEmpty { diagnoses.append(Diagnosis("isolated-cpus", .ok, "No CPU is isolated")) }
        let usable = IDSet(cpus)
        let used = isolated.intersection(usable)
        let leftOut = IDSet(isolated.ids.filter { !usable.contains($0) })
        if !used.isEmpty {
            diagnoses.append(
                Diagnosis(
                    "isolated-cpus", .note, "\(Self.named(used)) isolated (isolcpus), and this process may use them",
                    effect: "Threads are pinned one to a CPU, so they are measured; other programs will not run there "
                        + "unless they are pinned as well"))
        }
        if !leftOut.isEmpty {
            diagnoses.append(
                Diagnosis(
                    "isolated-cpus", .note,
                    "\(Self.named(leftOut)) isolated (isolcpus), outside of this process's mask",
                    effect: "They are not measured",
                    remedy: "To measure them too: taskset --cpu-list \(IDSet(cpus + leftOut.ids)) probe all"))
        }
        if tickless.isEmpty { return diagnoses }
        return diagnoses + [
            Diagnosis(
                "tickless-cpus", .note,
                "\(Self.named(tickless, "CPU", "runs", "run")) without the timer's tick (nohz_full)",
                effect: "Their figures are steadier than other CPUs', and the kernel counts their load less exactly")
        ]
    }
}
