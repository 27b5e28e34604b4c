import Quantities
import Records

extension FindingRule {
    static let quota = FindingRule("CPU quotas") { basis in
        guard let usable = basis.context.topology?.details.usable, let cores = basis.usableCores else {
            return .impossible(why: basis.context.reasonMissing("topology"))
        }
        if usable.quotaUnseen == true, usable.cpuQuota == nil {
            return .impossible(why: "the process's control group is not shown (/sys/fs/cgroup)")
        }
        guard let quota = usable.cpuQuota, quota > 0, quota < Double(cores) else { return .clear }
        let share = quota / Double(cores)
        let threads = usable.threadsOfQuota ?? cores
        return .found([
            Finding(
                "A CPU quota stops the threads",
                evidence: "A cgroup grants \(quota.shortest(decimals: 2)) CPUs' worth of time, and there are "
                    + "\(TopologyDetails.count(cores, "core")) (probe-topology).",
                cost: basis.cost(reading: share, computing: share, .atMost),
                action: "Run without the quota: docker without --cpus, Kubernetes without a CPU limit, systemd without "
                    + "CPUQuota=. Until then use \(TopologyDetails.count(threads, "thread")): more use the time up "
                    + "sooner, and then all of them stop in the middle of a token.",
                commands: [
                    "cat /sys/fs/cgroup/cpu.max /sys/fs/cgroup/cpu/cpu.cfs_quota_us",
                    "llama-server -m MODEL.gguf -t \(threads) -tb \(threads)",
                ])
        ])
    }

    static let allowedCPUs = FindingRule("allowed CPUs and nodes") { basis in
        guard let details = basis.context.topology?.details else {
            return .impossible(why: basis.context.reasonMissing("topology"))
        }
        let nodes = IDSet(details.memoryNodes.map(\.id))
        let allowed = details.usable.nodes.intersection(nodes)
        let hasFewerCPUs = details.usable.pus.count < details.pus.count
        guard hasFewerCPUs || allowed.count < nodes.count else { return .clear }
        let cpus = "\(details.usable.pus.count) of \(details.pus.count) logical CPUs"
        let memory = "memory of nodes \(allowed) of \(nodes)"
        let parts = (hasFewerCPUs ? [cpus] : []) + (allowed.count < nodes.count ? [memory] : [])
        return .found([
            Finding(
                "Only a part of the machine may be used",
                evidence: "This process may use \(parts.listed) (probe-topology: affinity mask and cpuset).",
                cost: .unknown(why: "what is left out was not measured"),
                action: "Run without taskset or numactl, or widen the cpuset (docker: --cpuset-cpus, --cpuset-mems); "
                    + "then measure again. All figures here are of the allowed part.",
                commands: ["grep -E 'Cpus_allowed_list|Mems_allowed_list' /proc/self/status"])
        ])
    }
}

extension Usable {
    /// Threads that a quota's time is enough for, the last of them in part; nil without a quota.
    var threadsOfQuota: Int? {
        cpuQuota.flatMap { $0 > 0 && $0 < 65_536 ? max(1, Int($0.rounded(.up))) : nil }
    }
}
