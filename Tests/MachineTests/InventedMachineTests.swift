import Machine
import Records
import Testing
import TestSupport

#if canImport(Glibc)
    import Glibc
#endif

/// Readers of the kernel's files, on folders that stand for "/".
@Suite struct InventedMachineTests {
    private func machine(_ files: [String: String]) throws -> (folder: TemporaryFolder, files: SystemFiles) {
        let folder = try TemporaryFolder()
        for (name, text) in files { try folder.write(text, to: name) }
        return (folder, SystemFiles(root: folder.path))
    }

    @Test func cgroupVersion2TakesTheTightestOfTheChain() throws {
        let (folder, files) = try machine([
            "proc/self/cgroup": "0::/a/b\n",
            "sys/fs/cgroup/a/memory.max": "1000000\n", "sys/fs/cgroup/a/memory.current": "400000\n",
            "sys/fs/cgroup/a/b/memory.max": "max\n", "sys/fs/cgroup/a/b/cpu.max": "50000 100000\n",
            "sys/fs/cgroup/a/cpu.max": "max 100000\n",
            "sys/fs/cgroup/a/b/cpu.stat": "usage_usec 5\nnr_periods 9\nnr_throttled 7\nthrottled_usec 2500000\n",
            "sys/fs/cgroup/a/cpu.stat": "usage_usec 9\nnr_periods 1\nnr_throttled 0\nthrottled_usec 0\n",
            "sys/fs/cgroup/cpu.stat": "usage_usec 99\n",
        ])
        let limits = CgroupLimits(files: files)
        #expect(limits.memoryLimit == 1_000_000)
        #expect(limits.memoryRoom == 600_000)
        #expect(limits.cpuQuota == 0.5)
        #expect(limits.throttling() == (periods: 10, throttledPeriods: 7, throttledSeconds: 2.5))
        _ = folder
    }

    @Test func cgroupVersion1() throws {
        let (folder, files) = try machine([
            "proc/self/cgroup": "4:memory:/box\n3:cpu,cpuacct:/box\n",
            "sys/fs/cgroup/memory/box/memory.limit_in_bytes": "2000\n",
            "sys/fs/cgroup/memory/box/memory.usage_in_bytes": "1500\n",
            "sys/fs/cgroup/memory/box/memory.stat": "total_inactive_file 500\n",
            "sys/fs/cgroup/memory/memory.limit_in_bytes": "9223372036854771712\n",
            "sys/fs/cgroup/cpu/box/cpu.cfs_quota_us": "150000\n", "sys/fs/cgroup/cpu/box/cpu.cfs_period_us": "100000\n",
            "sys/fs/cgroup/cpu/box/cpu.stat": "nr_periods 20\nnr_throttled 3\nthrottled_time 1500000000\n",
            // The same folder under its other name must not count twice; groups of other controllers count not at all.
            "sys/fs/cgroup/cpu,cpuacct/box/cpu.stat": "nr_periods 20\nnr_throttled 3\nthrottled_time 1500000000\n",
        ])
        let limits = CgroupLimits(files: files)
        #expect(limits.memoryLimit == 2000)
        #expect(limits.memoryRoom == 1000)
        #expect(limits.cpuQuota == 1.5)
        #expect(limits.throttling() == (periods: 20, throttledPeriods: 3, throttledSeconds: 1.5))
        _ = folder
    }

    @Test func noLimitIsNone() throws {
        let (folder, files) = try machine(["proc/self/cgroup": "0::/\n", "sys/fs/cgroup/cpu.max": "max 100000\n"])
        let limits = CgroupLimits(files: files)
        #expect(limits.memoryLimit == nil)
        #expect(limits.cpuQuota == nil)
        #expect(limits.throttling() == (periods: 0, throttledPeriods: 0, throttledSeconds: 0))
        _ = folder
    }

    @Test func roomIsTheLeastOfAllLimits() throws {
        let meminfo = "MemTotal: 8000 kB\nMemAvailable: 6000 kB\n"
        let node = "Node 1 MemFree:        1000 kB\nNode 1 Inactive(file): 24 kB\n"
        let (folder, files) = try machine([
            "proc/meminfo": meminfo, "sys/devices/system/node/node1/meminfo": node, "proc/self/cgroup": "0::/\n",
        ])
        #expect(MemoryRoom.onNode(1, sharers: 1, files: files)?.bytes == 1024 << 10)
        #expect(MemoryRoom.onNode(1, sharers: 1, files: files)?.limit == "the node's free memory")
        #expect(MemoryRoom.onNode(1, sharers: 12, files: files)?.limit == "the machine's available memory")
        #expect(MemoryRoom.onNode(1, sharers: 12, files: files)?.bytes == 500 << 10)
        _ = folder
    }

    /// The kernel kills who is bound to a node and takes what it keeps for itself.
    @Test func whatTheKernelKeepsIsNoRoom() throws {
        let zones = """
            Node 0, zone   Normal
                  high     99999
            Node 1, zone    DMA32
                  min      5
                  high     16
                        high:     7
            Node 1, zone   Normal
                  high     9
            Node 11, zone   Normal
                  high     77777
            """
        let (folder, files) = try machine([
            "sys/devices/system/node/node1/meminfo": "Node 1 MemFree: 1000 kB\n", "proc/zoneinfo": zones,
        ])
        let page = Int(sysconf(Int32(_SC_PAGESIZE)))
        #expect(MemoryInfo(files: files).free(node: 1) == (1000 << 10) - 25 * page)
        _ = folder
    }

    @Test func nothingToReadIsNothingAndNoCrash() throws {
        let (folder, files) = try machine([:])
        #expect(MemoryInfo(files: files).total == nil)
        #expect(CgroupLimits(files: files).memoryLimit == nil)
        #expect(Activity.busyCPUs(seconds: 0.001, files: files) == nil)
        _ = folder
    }

    @Test func memoryModulesFromUdev() throws {
        let (folder, files) = try machine([
            "run/udev/data/+dmi:id": """
            I:1234
            E:MEMORY_DEVICE_0_LOCATOR=DIMM_A1
            E:MEMORY_DEVICE_0_SIZE=17179869184
            E:MEMORY_DEVICE_0_TYPE=DDR5
            E:MEMORY_DEVICE_0_SPEED_MTS=5600
            E:MEMORY_DEVICE_0_CONFIGURED_SPEED_MTS=4800
            E:MEMORY_DEVICE_0_DATA_WIDTH=64
            E:MEMORY_DEVICE_1_LOCATOR=DIMM_A2
            E:MEMORY_DEVICE_1_PRESENT=0
            """
        ])
        let modules = MemoryModules(files: files, isThisMachine: false)
        #expect(
            modules.modules == [
                MemoryModule(
                    locator: "DIMM_A1", size: 16 << 30, type: "DDR5", configuredMTs: 4800, ratedMTs: 5600, dataWidth: 64
                ),
                MemoryModule(locator: "DIMM_A2", size: 0),
            ])
        #expect(modules.source == "SMBIOS (udev)")
        _ = folder
    }
}
