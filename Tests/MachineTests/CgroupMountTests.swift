import Machine
import Testing
import TestSupport

#if canImport(Glibc)
    import Glibc
#endif

/// Where control groups are shown in containers, whose mounts begin somewhere inside the hierarchy.
@Suite struct CgroupMountTests {
    /// - Returns: the quota that is found with these mounts, when each file tells another.
    private func quota(group: String, mounts: [String], files told: [String: String]) throws -> Double? {
        let folder = try TemporaryFolder()
        try folder.write(group + "\n", to: "proc/self/cgroup")
        try folder.write(mounts.joined(separator: "\n") + "\n", to: "proc/self/mountinfo")
        for (name, text) in told { try folder.write(text + "\n", to: name) }
        return CgroupLimits(files: SystemFiles(root: folder.path)).cpuQuota
    }

    private static let half = ["cpu.max": "50000 100000", "cpu.cfs_quota_us": "50000", "cpu.cfs_period_us": "100000"]

    @Test(arguments: [
        // Version 1 as the host has it, with and without the usual folder.
        (
            "3:cpu,cpuacct:/a", ["30 1 0:1 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct"],
            "sys/fs/cgroup/cpu,cpuacct/a"
        ),
        ("1:cpu:/a", ["30 1 0:1 / /dev/cpuctl rw,nosuid shared:3 - cgroup none rw,cpu"], "dev/cpuctl/a"),
        // A container that sees its part of the host's hierarchy, and a group that it made.
        (
            "3:cpu,cpuacct:/docker/1/a",
            ["30 1 0:1 /docker/1 /sys/fs/cgroup/cpu,cpuacct ro - cgroup cgroup rw,cpu,cpuacct"],
            "sys/fs/cgroup/cpu,cpuacct/a"
        ),
        ("0::/docker/1/a", ["30 1 0:1 /docker/1 /sys/fs/cgroup ro - cgroup2 cgroup rw"], "sys/fs/cgroup/a"),
        // A mount from outside of the group's namespace; another of both versions; one with a space.
        ("0::/../a", ["30 1 0:1 /.. /sys/fs/cgroup rw - cgroup2 cgroup rw"], "sys/fs/cgroup/a"),
        (
            "0::/a",
            ["30 1 0:1 / /sys/fs/cgroup rw - tmpfs t rw", "31 30 0:2 / /sys/fs/cgroup/unified rw - cgroup2 c rw"],
            "sys/fs/cgroup/unified/a"
        ),
        ("0::/a", ["30 1 0:1 / /my\\040groups rw - cgroup2 cgroup rw"], "my groups/a"),
        // The group is not shown: what is above it is.
        ("1:cpu:/elsewhere", ["30 1 0:1 /docker/1 /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu"], "sys/fs/cgroup/cpu"),
        // A mount over another hides it, and the widest of several is taken.
        (
            "1:cpu:/a/b", ["30 1 0:1 / /g rw - cgroup cgroup rw,cpu", "31 30 0:1 /a /g rw - cgroup cgroup rw,cpu"],
            "g/b"
        ),
        (
            "1:cpu:/a/b", ["30 1 0:1 /a /part rw - cgroup cgroup rw,cpu", "31 1 0:1 / /g rw - cgroup cgroup rw,cpu"],
            "g/a/b"
        ),
    ])
    func theGroupIsFoundBelowItsMount(group: String, mounts: [String], folder: String) throws {
        let files = Dictionary(uniqueKeysWithValues: Self.half.map { ("\(folder)/\($0)", $1) })
        // Folders of the mounts are there, with or without the group.
        let others = mounts.map { "\($0.split(separator: " ")[4].dropFirst().replacing("\\040", with: " "))/tasks" }
        let told = files.merging(others.map { ($0, "") }) { one, _ in one }
        #expect(try quota(group: group, mounts: mounts, files: told) == 0.5)
        #expect(try quota(group: group, mounts: ["1 1 0:1 / / rw - ext4 d rw"] + mounts, files: told) == 0.5)
    }

    /// What another controller's group or a damaged line says is not this process's quota.
    @Test(arguments: [
        ("1:memory:/a", "30 1 0:1 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu"),
        ("1:cpu:/a", "30 1 0:1 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,memory"),
        ("1:cpu:/a", "30 1 0:1 / /sys/fs/cgroup/cpu rw - cgroup"), ("1:cpu:/a", "- - -"), ("1:cpu", "30 1 0:1 / /x"),
    ])
    func nothingElseIsTaken(group: String, mount: String) throws {
        let files = Dictionary(uniqueKeysWithValues: Self.half.map { ("sys/fs/cgroup/cpu/a/\($0)", $1) })
        let unused = "40 1 0:9 / /none rw - cgroup cgroup rw,pids"
        #expect(try quota(group: group, mounts: [mount, unused], files: files) == nil)
    }

    /// The mount is older than the process's namespace: only the list of a group's processes tells which is its own.
    @Test(arguments: [
        ("/", "/..", "g/a"), ("/", "/../..", "g/a/b"), ("/b", "/..", "g/a/b"), ("/../b", "/../..", "g/a/b"),
    ])
    func aNamespaceHidesTheNames(group: String, root: String, folder: String) throws {
        let files = Dictionary(uniqueKeysWithValues: Self.half.map { ("\(folder)/\($0)", $1) })
        let others = ["g/a/other/cgroup.procs": "1", "g/other/cgroup.procs": "2", "g/other/b/cgroup.procs": "3"]
        let told = files.merging(others) { one, _ in one }
        let mount = "30 1 0:1 \(root) /g rw - cgroup2 cgroup rw"
        let own = ["\(folder)/cgroup.procs": "7\n\(getpid())"]
        #expect(try quota(group: "0::\(group)", mounts: [mount], files: told.merging(own) { one, _ in one }) == 0.5)
        #expect(try quota(group: "0::\(group)", mounts: [mount], files: told) == nil)
    }
}
