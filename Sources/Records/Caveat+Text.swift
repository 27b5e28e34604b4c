import Quantities

extension Caveat.Kind {
    /// What it is, what it does to the figures, and what to do.
    var text: String {
        switch self {
        case .virtualMachine, .container, .cpuQuota, .fewerCPUsAllowed, .fewerNodesAllowed, .memoryToldByHypervisor:
            boundaryText
        case .numaBalancing, .transparentHugePagesOff, .governor, .busyMachine: settingText
        case .noisy, .unsteady, .fewSamples, .changedDuringRun: noiseText
        case .pageSizeMixed, .arraysLimited, .placedByFirstTouch, .placementUnproven: placementText
        case .throttled, .takenAway, .machineChanged: changeText
        case .cacheSizeDiffers: cacheText
        case .storageIsMemory, .storageCachedElsewhere, .storageFileLimited, .storageFileInCaches:
            storageText
        }
    }

    private var cacheText: String {
        guard case .cacheSizeDiffers(let curve, let level, let told, let seen) = self else { return "" }
        let step = "the \(curve) of one core changes at about \(ByteCount(seen).rounded)"
        let meaning =
            "Other guests or programs may hold a part of the cache, or the size told may be wrong: go by the curve."
        guard let level, let told else { return "No cache is told where \(step). \(meaning)" }
        return "The \(level.uppercased()) is told to have \(ByteCount(told)), but \(step). \(meaning)"
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
                + "from them; tell probe all or probe report with --memory what the host really has."
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
        case .noisy(let figures, let all, let worst, let disturbed, let samples):
            "Other work disturbed \(figures) of \(all) figures (waiting for a CPU, steal or throttling above 1 % of a "
                + "sample); most of all \(worst): \(disturbed) of \(samples) samples. Repeat the run when it is quiet."
        case .fewSamples(let figures, let all, let worst, let confidence):
            "\(figures) of \(all) intervals cover their median with less than 95 %, for want of samples worth an "
                + "independent one; the least is \(worst): \((confidence * 100).fixed(0)) %. Raise --time-budget."
        case .unsteady(let figures, let all, let worst, let halfWidth):
            "\(figures) of \(all) medians are known to worse than ± 5 %; the worst is \(worst): "
                + (halfWidth > 1 ? "over ± 100 %" : "± \((halfWidth * 100).significant(2)) %")
                + ". Memory shared with other guests, other work and a changing "
                + "clock do this. Raise --time-budget, or repeat the run."
        case .changedDuringRun(let figure, let first, let later, let unit):
            "The machine changed during the run: \(figure) came out at \(first.significant(3)) \(unit), and at "
                + "\(later.significant(3)) when it was measured again. Neither is the machine alone: repeat the run "
                + "when it is quiet."
        default: ""
        }
    }

    private var placementText: String {
        switch self {
        case .pageSizeMixed(let nodes, let share):
            "On node \(nodes) only \((share * 100).fixed(0)) % of the memory got huge pages: the rest has 4 KiB pages, "
                + "which are slower. Free memory (or reboot) to measure with huge pages only."
        case .arraysLimited(let nodes, let used, let multiple, let limit):
            "On node \(nodes) each array is \(ByteCount(used)), limited by \(limit): \(multiple.significant(2)) × the "
                + "caches in use instead of 4 ×, so they may serve part of the traffic. "
                + Self.remedy(forLimit: limit)
        case .placedByFirstTouch(let nodes, let reason):
            "Memory could not be bound to node \(nodes) (\(reason)); it was placed by first touch and every page was "
                + "found there. In a container, add --cap-add SYS_NICE to bind it."
        case .placementUnproven(let reason, let grounds):
            "Where the memory lies could not be asked (\(reason)). \(grounds) In a container, add --cap-add SYS_NICE "
                + "to have it proven."
        default: ""
        }
    }

    /// What to do about arrays that are smaller than they should be.
    private static func remedy(forLimit limit: String) -> String {
        if limit == "--array-size" { return "Leave --array-size out, or raise it." }
        return limit.hasPrefix("the time") ? "Raise --time-budget." : "Free memory and repeat the run."
    }
}
