import Machine
import Records
import Testing
import TestSupport

/// What plans rest on: the room of machines that are described, the time for filling it, the kernel's reserves.
@Suite struct PlanningTests {
    @Test func aDescribedMachineHasAllItsMemoryFree() throws {
        let machine = try Machine.planned(topology: "node:2(memory=64MB) core:2 pu:1")
        #expect(!machine.topology.isThisMachine)
        #expect(machine.room(onNode: 1, sharers: 2) == MemoryRoom(bytes: 64_000_000, limit: "the node's memory"))
        #expect(machine.room(onNode: 2, sharers: 2) == nil)
        #expect(machine.hugePagePools(onNode: 0).isEmpty)
        #expect(machine.plannedSMT == .absent(control: nil), "this machine's own files say nothing of it")
        #expect(machine.caveats(ofPlan: [], Environment.current()).isEmpty)
    }

    @Test func thisMachineHasWhatIsFree() throws {
        let machine = try Machine.planned(topology: nil)
        let node = try #require(machine.usableMemoryNodes.first)
        let room = try #require(machine.room(onNode: node.id, sharers: 1))
        #expect(machine.topology.isThisMachine && room.bytes > 0 && room.bytes < node.memory)
    }

    @Test func timeLimitsWhatIsFilled() {
        let much = MemoryRoom(bytes: 1 << 40, limit: "the node's memory")
        let short = FillTime.values.room(much, seconds: 0.5, threads: 2)
        #expect(short.limit == "the time for filling more")
        // Four fifths of it are filled in that time, by two threads; by hundreds no more than memory takes.
        #expect(abs(FillTime.values.seconds(short.bytes / 10 * 8, threads: 2) - 0.5) < 0.001)
        #expect(FillTime.values.seconds(1 << 40, threads: 64) == FillTime.values.seconds(1 << 40, threads: 512))
        #expect(FillTime.values.room(much, seconds: 1e6, threads: 2) == much)
        #expect(FillTime.cycles.room(nil, seconds: 1, threads: 2).limit == "the time for filling more")
        #expect(FillTime.cycles.room(much, seconds: 0, threads: 1).bytes == 8 << 20, "something can always be tried")
    }

    @Test func successiveNumbersMirroredAreFarApart() {
        let order = (0..<32).sorted { $0.mirrored < $1.mirrored }
        #expect(Set(order) == Set(0..<32) && Array(order.prefix(4)) == [0, 16, 8, 24])
    }

    /// 32 nodes and 2048 processors: the kernel's file is 10 MB long, and its last nodes count as its first.
    @Test func reservesOfBigIronAreReadAtOnce() throws {
        let sets = (0..<2048).map { "    cpu: \($0)\n              count:    1\n              high:  378\n" }.joined()
        let zones = (0..<32).map { node in
            "Node \(node), zone   Normal\n  pages free     1\n        high     \(node + 1)\n  pagesets\n" + sets
        }.joined()
        #expect(zones.utf8.count > 3 << 20)
        let folder = try TemporaryFolder()
        try folder.write(zones, to: "proc/zoneinfo")
        for node in [0, 31] {
            let meminfo = "Node \(node) MemFree: 1000000 kB\n"
            try folder.write(meminfo, to: "sys/devices/system/node/node\(node)/meminfo")
        }
        let files = SystemFiles(root: folder.path)
        var watermarks = Watermarks(files: files)
        let once = processorTime { watermarks = Watermarks(files: files) }
        let all = processorTime {
            for _ in 0..<32 { _ = MemoryRoom.onNode(31, sharers: 1, files: files, watermarks: watermarks) }
        }
        #expect(all < once, "\(all) for all nodes, \(once) for reading once")
        let page = MemoryRoom.onNode(0, sharers: 1, files: files).map { (1_000_000 << 10) - $0.bytes } ?? 0
        let last = MemoryRoom.onNode(31, sharers: 1, files: files, watermarks: watermarks)
        #expect(page > 0 && last?.bytes == (1_000_000 << 10) - 32 * page)
    }
}
