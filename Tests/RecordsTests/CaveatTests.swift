import Records
import Testing

@Suite struct CaveatTests {
    @Test func nodesThatShareALimitAreToldOnce() {
        let merged = Caveat.merging([
            .arraysLimited(nodes: IDSet([0]), used: 1 << 20, cacheMultiple: 0.5, limit: "memory"),
            .pageSizeMixed(nodes: IDSet([1]), hugeShare: 0.5),
            .arraysLimited(nodes: IDSet([3]), used: 1 << 20, cacheMultiple: 0.5, limit: "memory"),
        ])
        #expect(merged.count == 2)
        #expect(merged[0].text.hasPrefix("On node 0,3 each array is 1 MiB"))
    }

    @Test(arguments: [
        Caveat.Kind.virtualMachine(hypervisor: "KVM"), .container(name: "Docker"), .cpuQuota(cpus: 0.5), .numaBalancing,
        .fewerCPUsAllowed(allowed: 1, existing: 2), .fewerNodesAllowed(allowed: IDSet([0]), existing: IDSet([0, 1])),
        .transparentHugePagesOff, .pageSizeMixed(nodes: IDSet([0]), hugeShare: 0.3), .governor(name: "powersave"),
        .busyMachine(busy: 1.5, cpus: 2), .placementUnproven(reason: "EPERM", grounds: "One node."),
        .arraysLimited(nodes: IDSet([0]), used: 1, cacheMultiple: 1, limit: "memory"), .memoryToldByHypervisor,
        .placedByFirstTouch(nodes: IDSet([0]), reason: "EPERM"),
        .noisy(figures: 1, of: 2, worst: "read", disturbed: 3, samples: 4),
        .unsteady(figures: 1, of: 2, worst: "read", halfWidth: 0.1),
        .fewSamples(figures: 1, of: 2, worst: "read", confidence: 0.5), .storageIsMemory(fileSystem: "tmpfs"),
        .storageCachedElsewhere(fileSystem: "zfs"), .storageFileLimited(used: 1 << 20, limit: "the time"),
        .throttled(figures: 1, of: 2, worst: "read", share: 0.5, cpus: 0.5),
        .takenAway(lost: TakenAway(cpus: IDSet([3])), figures: 1, of: 2, names: ["read"]),
        .machineChanged(cpusGone: IDSet([3]), cpusNew: IDSet([]), nodesGone: IDSet([]), nodesNew: IDSet([1])),
        .storageFileInCaches(used: 1 << 20, caches: 32 << 20),
    ])
    func everyCaveatSaysWhatToDo(kind: Caveat.Kind) {
        let advice = [
            "Repeat", "repeat", "Run without", "Widen", "Set ", "Turn it off", "Free memory", "Stop it",
            "add --cap-add",
            "Compare", "with --memory", "Raise", "--directory",
        ]
        #expect(advice.contains { Caveat(kind).text.contains($0) }, "\(Caveat(kind).text)")
    }
}
