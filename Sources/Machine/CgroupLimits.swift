import Records

/// What the control groups of this process, and of every group above it, allow. Reads version 1 and version 2.
package struct CgroupLimits: Sendable {
    /// The tightest memory limit in bytes; nil where there is none.
    package let memoryLimit: Int?
    /// The least room that any limited group has left, in bytes; nil where no group is limited.
    package let memoryRoom: Int?
    /// The tightest quota, as a number of CPUs; nil where there is none.
    package let cpuQuota: Double?
    /// Whether a quota would be seen: false where the process's groups are not shown.
    package let showsQuota: Bool
    /// Files that count the quotas' periods, and those in which the process was stopped.
    private let cpuStatistics: [String]
    private let files: SystemFiles

    package init(files: SystemFiles) {
        self.files = files
        let groups = CgroupFolders(files: files)
        let memory = groups.memory.compactMap { Self.memory(files, $0) }
        memoryLimit = memory.map(\.limit).min()
        memoryRoom = memory.map { max(0, $0.limit - $0.used) }.min()
        showsQuota = groups.showsCPU
        cpuQuota = groups.cpu.compactMap { Self.quota(files, $0) }.min()
        // Groups without a quota have no counters.
        cpuStatistics = groups.cpu.map { "\($0)/cpu.stat" }.filter {
            files.fields($0, separator: " ")["nr_throttled"] != nil
        }
    }

    /// What the quotas did so far, summed over the group and those above it.
    package func throttling() -> (periods: Int, throttledPeriods: Int, throttledSeconds: Double) {
        var sum = (periods: 0, throttledPeriods: 0, throttledSeconds: 0.0)
        for path in cpuStatistics {
            let counters = files.fields(path, separator: " ").compactMapValues { Int($0) }
            sum.periods &+= counters["nr_periods"] ?? 0
            sum.throttledPeriods &+= counters["nr_throttled"] ?? 0
            // Version 2 counts in microseconds, version 1 in nanoseconds.
            sum.throttledSeconds += Double(counters["throttled_usec"] ?? 0) / 1e6
            sum.throttledSeconds += Double(counters["throttled_time"] ?? 0) / 1e9
        }
        return sum
    }

    private static func memory(_ files: SystemFiles, _ group: String) -> (limit: Int, used: Int)? {
        let fields = [("memory.max", "memory.current"), ("memory.limit_in_bytes", "memory.usage_in_bytes")]
        for (limit, used) in fields {
            // Version 1 writes "no limit" as nearly 2⁶³.
            guard let limit = files.integer("\(group)/\(limit)"), limit < 1 << 60 else { continue }
            return (limit, (files.integer("\(group)/\(used)") ?? 0) - droppableCache(files, group))
        }
        return nil
    }

    /// File cache that the kernel drops before it calls the group full.
    private static func droppableCache(_ files: SystemFiles, _ group: String) -> Int {
        let lines = (files.text("\(group)/memory.stat") ?? "").split(separator: "\n")
        let line = lines.first { $0.hasPrefix("inactive_file ") || $0.hasPrefix("total_inactive_file ") }
        return line?.split(separator: " ").last.flatMap { Int($0) } ?? 0
    }

    private static func quota(_ files: SystemFiles, _ group: String) -> Double? {
        if let text = files.text("\(group)/cpu.max") {
            let parts = text.split(separator: " ").map { Double($0) }
            guard parts.count == 2, let quota = parts[0], let period = parts[1], period > 0 else { return nil }
            return quota / period
        }
        guard let quota = files.integer("\(group)/cpu.cfs_quota_us"), quota > 0,
            let period = files.integer("\(group)/cpu.cfs_period_us"), period > 0
        else { return nil }
        return Double(quota) / Double(period)
    }
}
