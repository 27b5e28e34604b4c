import Machine
import Records
import SystemPackage
import Testing
import TestSupport

/// What the doctor says of settings, on folders that stand for "/".
@Suite struct CheckupTests {
    private static let cpufreq = "sys/devices/system/cpu/cpufreq"

    private func diagnoses(_ files: [String: String]) throws -> [Diagnosis] {
        let folder = try TemporaryFolder()
        for (name, text) in files { try folder.write(text, to: name) }
        let system = SystemFiles(root: folder.path)
        let machine = try Machine.discover()
        let checkup = Checkup(machine: machine, environment: Environment.current(system), files: system)
        return checkup.diagnoses(output: folder.path)
    }

    private func only(_ check: String, _ files: [String: String]) throws -> Diagnosis {
        let found = try diagnoses(files).filter { $0.check == check }
        try #require(found.count == 1, "\(found)")
        return found[0]
    }

    private func governed(by name: String, _ driver: String) -> [String: String] {
        [
            "sys/devices/system/cpu/online": "0-1\n",
            "sys/devices/system/cpu/cpu0/cpufreq/scaling_governor": "\(name)\n",
            "\(Self.cpufreq)/policy0/scaling_driver": "\(driver)\n",
        ]
    }

    /// "powersave" keeps the lowest clock with one driver, and is the usual governor of another.
    @Test(arguments: [
        ("performance", "acpi-cpufreq", Diagnosis.State.ok), ("powersave", "acpi-cpufreq", .bad),
        ("powersave", "intel_pstate", .note), ("powersave", "amd-pstate-epp", .note),
        ("schedutil", "acpi-cpufreq", .note), ("userspace", "acpi-cpufreq", .bad),
    ])
    func governorIsJudgedByItsDriver(name: String, driver: String, state: Diagnosis.State) throws {
        let diagnosis = try only("governor", governed(by: name, driver))
        #expect(diagnosis.state == state)
        #expect(diagnosis.what.contains(name))
        #expect(state == .ok || diagnosis.remedy.contains("cpupower frequency-set -g performance"))
    }

    @Test func turboIsToldByEitherFile() throws {
        let intel = "sys/devices/system/cpu/intel_pstate/no_turbo"
        #expect(try only("turbo", [intel: "1\n"]).state == .note)
        #expect(try only("turbo", [intel: "0\n"]).state == .ok)
        #expect(try only("turbo", ["\(Self.cpufreq)/boost": "0\n"]).remedy.hasSuffix("cpufreq/boost"))
        #expect(try only("turbo", ["\(Self.cpufreq)/boost": "1\n"]).state == .ok)
        #expect(try only("turbo", [:]).state == .unknown)
    }

    @Test func aCapOnTheClockIsBad() throws {
        func policy(_ allowed: Int) -> [String: String] {
            [
                "\(Self.cpufreq)/policy0/scaling_max_freq": "\(allowed)\n",
                "\(Self.cpufreq)/policy0/cpuinfo_max_freq": "4000000\n",
            ]
        }
        let capped = try only("clock-cap", policy(1_800_000))
        #expect(capped.state == .bad && capped.what.contains("1800 of 4000 MHz"))
        #expect(try !diagnoses(policy(4_000_000)).contains { $0.check == "clock-cap" })
    }

    @Test func pagesAndPools() throws {
        let huge = "sys/kernel/mm/transparent_hugepage/enabled"
        let off = try only("transparent-huge-pages", [huge: "always madvise [never]\n"])
        #expect(off.state == .bad && off.remedy.hasSuffix("to madvise"))
        #expect(try only("transparent-huge-pages", [huge: "[always] madvise never\n"]).state == .ok)
        #expect(try only("transparent-huge-pages", [:]).state == .unknown)
        let node = try #require(try Machine.discover().usableMemoryNodes.first).id
        let pool = "sys/devices/system/node/node\(node)/hugepages/hugepages-2048kB/free_hugepages"
        #expect(try only("hugetlb", [pool: "0\n"]).what == "The huge page pool is empty")
        #expect(try only("hugetlb", [pool: "0\n"]).state == .note)
        #expect(try only("hugetlb", [pool: "12\n"]).what.contains("12 pages of 2 MiB"))
        #expect(try only("hugetlb", [:]).what.contains("no huge page pool"))
    }

    /// Isolated CPUs that this process may use are measured; others are named with the way to them.
    @Test func isolatedCPUsAreNamed() throws {
        let own = try #require(try Machine.discover().topology.usable.pus.ids.first)
        let files = [
            "sys/devices/system/cpu/isolated": "\(own),4000\n", "sys/devices/system/cpu/nohz_full": "4000-4001\n",
        ]
        let all = try diagnoses(files)
        let isolated = all.filter { $0.check == "isolated-cpus" }
        #expect(isolated.map(\.state) == [.note, .note])
        #expect(isolated.first?.what.hasPrefix("CPU \(own) is isolated") == true)
        #expect(isolated.last?.remedy.contains(",4000 probe all") == true)
        #expect(all.first { $0.check == "tickless-cpus" }?.what.hasPrefix("CPUs 4000-4001 run without") == true)
        #expect(try only("isolated-cpus", [:]).state == .ok)
    }

    /// What nobody tells is unknown, never fine.
    @Test func withoutFilesNothingIsClaimed() throws {
        let all = try diagnoses([:])
        for check in ["cpu-quota", "load", "steal", "governor", "turbo", "transparent-huge-pages"] {
            #expect(all.filter { $0.check == check }.map(\.state) == [.unknown], "\(check)")
        }
        #expect(all.first { $0.check == "sys-files" }?.state == .bad)
    }

    /// A quota, read from the cgroup's files, and memory that is too little for anything.
    @Test func limitsOfACgroupAreBad() throws {
        let all = try diagnoses([
            "proc/self/cgroup": "0::/\n", "sys/fs/cgroup/cpu.max": "50000 100000\n",
            "sys/fs/cgroup/memory.max": "9437184\n", "sys/fs/cgroup/memory.current": "0\n",
        ])
        let quota = try #require(all.first { $0.check == "cpu-quota" })
        #expect(quota.state == .bad && quota.what == "A cgroup quota allows 0.5 CPUs' worth of time")
        #expect(!quota.effect.isEmpty && quota.remedy.hasPrefix("Run without the quota"))
        let memory = try #require(all.first { $0.check == "memory" })
        #expect(memory.state == .bad && memory.what.contains("the memory cgroup"), "\(memory)")
    }

    /// The three parts are cut out of the caveats' text, whatever numbers stand in it.
    @Test(arguments: [
        Caveat.Kind.virtualMachine(hypervisor: "KVM"), .container(name: "Docker"), .cpuQuota(cpus: 1.5),
        .fewerCPUsAllowed(allowed: 1, existing: 2), .fewerNodesAllowed(allowed: IDSet([0]), existing: IDSet([0, 1])),
        .numaBalancing, .transparentHugePagesOff, .governor(name: "powersave"),
        .arraysLimited(nodes: IDSet([0]), used: 1 << 20, cacheMultiple: 2.5, limit: "the node's free memory"),
        .placedByFirstTouch(nodes: IDSet([0]), reason: "EPERM (Operation not permitted)"),
        .placementUnproven(reason: "EPERM", grounds: "The kernel accepted its binding to node 0."),
    ])
    func everyCaveatHasAnEffectAndARemedy(kind: Caveat.Kind) {
        let caveat = Caveat(kind)
        let diagnosis = Diagnosis("x", .note, caveat)
        for part in [diagnosis.what, diagnosis.effect, diagnosis.remedy] {
            #expect(!part.isEmpty && !part.hasSuffix("."), "\(diagnosis)")
        }
        let words = { (text: String) in text.lowercased().filter { !".:; ".contains($0) } }
        #expect(words(diagnosis.what + diagnosis.effect + diagnosis.remedy) == words(caveat.text), "nothing is lost")
    }
}
