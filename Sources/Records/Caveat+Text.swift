import Quantities

extension Caveat.Kind {
    /// What it is, what it does to the figures, and what to do.
    var text: String {
        switch self {
        case .virtualMachine, .container, .cpuQuota, .fewerCPUsAllowed, .fewerNodesAllowed, .memoryToldByHypervisor:
            boundaryText
        case .numaBalancing, .transparentHugePagesOff, .governor, .busyMachine: settingText
        case .noisy, .unsteady: noiseText
        case .pageSizeMixed, .arraysLimited, .placedByFirstTouch, .placementUnproven: placementText
        }
    }

    private var boundaryText: String {
        switch self {
        case .virtualMachine(let hypervisor):
            "This is a virtual machine (\(hypervisor)): its figures are what the hypervisor grants, and other guests "
                + "share the caches and memory channels. Repeat the run at another hour, or measure on the host."
        case .container(let name):
            "This is a container (\(name)): limits and neighbours of the host apply. Compare with a run on the host."
        case .cpuQuota(let cpus):
            "A cgroup quota allows \(cpus.shortest(decimals: 2)) CPUs' worth of time: threads are stopped in between, "
                + "and rates are too low. Run without the quota (docker: without --cpus)."
        case .fewerCPUsAllowed(let allowed, let existing):
            "This process may use \(allowed) of the machine's \(existing) logical CPUs (affinity or cpuset): the "
                + "machine has more than was measured. Run without taskset, or widen the cpuset."
        case .fewerNodesAllowed(let allowed, let existing):
            "This process may use memory of NUMA nodes \(allowed) of \(existing): the others were not measured. Widen "
                + "cpuset.mems to measure them."
        default:
            "The hypervisor tells which memory modules there are; such tables are often invented. No ratio is made "
                + "from them; pass --memory with what the host really has."
        }
    }

    private var settingText: String {
        switch self {
        case .numaBalancing:
            "Automatic NUMA balancing is on: the kernel may move pages during a run. Turn it off to measure: "
                + "sysctl kernel.numa_balancing=0."
        case .transparentHugePagesOff:
            "Transparent huge pages are off: 4 KiB pages cost bandwidth and latency. Set "
                + "/sys/kernel/mm/transparent_hugepage/enabled to madvise."
        case .governor(let name):
            "The CPU frequency governor is \(name): clocks may be low when a run begins. Set it to performance: "
                + "cpupower frequency-set -g performance."
        case .busyMachine(let busy, let cpus):
            "Other work kept \(busy.fixed(1)) of \(cpus) CPUs busy just before the run, and takes its part of every "
                + "figure. Stop it and repeat the run."
        default: ""
        }
    }

    private var noiseText: String {
        switch self {
        case .noisy(let what, let disturbed, let samples):
            "\(what): \(disturbed) of \(samples) samples were disturbed by other work (waiting for a CPU, steal or "
                + "throttling above 1 % of the sample). Repeat the run on a quiet machine."
        case .unsteady(let what, let halfWidth):
            "\(what): the median is known to ± \((halfWidth * 100).significant(2)) % only, although nothing on this "
                + "machine was seen to disturb it; memory shared with other guests or a changing clock does this. "
                + "Raise --time-budget, or repeat the run."
        default: ""
        }
    }

    private var placementText: String {
        switch self {
        case .pageSizeMixed(let node, let share):
            "On node \(node) only \((share * 100).fixed(0)) % of the memory got huge pages: the rest has 4 KiB pages, "
                + "which are slower. Free memory (or reboot) to measure with huge pages only."
        case .arraysLimited(let node, let wanted, let used, let multiple, let limit):
            "On node \(node) each array is \(ByteCount(used)) instead of \(ByteCount(wanted)), limited by \(limit): "
                + "\(multiple.significant(2))× the L3 caches in use, so part of the traffic may be served by them. "
                + "Free memory and repeat."
        case .placedByFirstTouch(let node, let reason):
            "Memory could not be bound to node \(node) (\(reason)); it was placed by first touch and every page was "
                + "found there. In a container, add --cap-add SYS_NICE to bind it."
        case .placementUnproven(let reason, let grounds):
            "Where the memory lies could not be asked (\(reason)). \(grounds) In a container, add --cap-add SYS_NICE to "
                + "have it proven."
        default: ""
        }
    }
}
