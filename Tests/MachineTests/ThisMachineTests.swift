import SystemPackage
import Machine
import Records
import Testing

#if canImport(Glibc)
    import Glibc
#endif

/// Real hwloc, real threads, real memory.
@Suite struct ThisMachineTests {
    private func discover() throws -> (Machine, NUMANode) {
        let machine = try Machine.discover()
        return (machine, try #require(machine.usableMemoryNodes.first { !machine.cpus(onNode: $0).isEmpty }))
    }

    @Test func discoveryFindsWhatTheKernelLists() throws {
        let (machine, node) = try discover()
        #expect(machine.topology.isThisMachine)
        #expect(machine.topology.usable.pus.count == Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
        #expect(machine.topology.memory > 1 << 28)
        #expect(node.memory > 0)
        #expect(machine.topology.cpu.architecture != nil)
    }

    @Test func coresComeBeforeTheirSiblings() throws {
        let (machine, node) = try discover()
        let cpus = machine.cpus(onNode: node)
        let first = cpus.prefix(machine.coreCount(onNode: node))
        let cores = first.compactMap { cpu in machine.topology.cores.first { $0.pus.contains(cpu) }?.id }
        #expect(Set(cores).count == first.count, "one CPU of every core comes first")
    }

    @Test func threadsRunWhereTheyArePinned() throws {
        let (machine, node) = try discover()
        let cpus = machine.cpus(onNode: node)
        let team = try ThreadTeam(cpus: cpus)
        let seen = UnsafeMutableBufferPointer<Int>.allocate(capacity: cpus.count)
        defer { seen.deallocate() }
        nonisolated(unsafe) let places = seen
        for _ in 0..<100 {
            let seconds = team.run { places[$0] = Self.currentCPU() }
            #expect(Array(seen) == cpus)
            #expect(seconds >= 0 && seconds < 5)
        }
    }

    /// The 39th field of a thread's stat.
    private static func currentCPU() -> Int {
        let fields = (SystemFiles.live.text("proc/thread-self/stat") ?? "").split(separator: ")").last?.split(
            separator: " ")
        return fields.flatMap { $0.count > 36 ? Int($0[36]) : nil } ?? -1
    }

    @Test func moreThreadsThanCPUsStillMeet() throws {
        let (machine, node) = try discover()
        let cpu = machine.cpus(onNode: node)[0]
        let team = try ThreadTeam(cpus: [cpu, cpu, cpu])
        for _ in 0..<20 { team.run { _ in } }
    }

    @Test func aCPUThatDoesNotExistIsRefusedByName() throws {
        let team = try ThreadTeam(cpus: [0, 99_999])
        let failure = #expect(throws: Failure.self) { try team.takePlaces() }
        #expect(failure?.description.contains("CPU 99999") == true)
    }

    @Test func memoryIsOnTheNodeItWasBoundTo() throws {
        let (machine, node) = try discover()
        let memory = try BoundMemory(byteCount: 8 << 20, place: .node(node.id))
        let team = try ThreadTeam(cpus: [machine.cpus(onNode: node)[0]])
        nonisolated(unsafe) let base = memory.base
        team.run { _ in memset(base, 1, 8 << 20) }
        do {
            let census = try memory.census([0..<8 << 20])
            #expect(census.asked == (8 << 20) / Int(sysconf(Int32(_SC_PAGESIZE))))
            #expect(census.count(on: IDSet([node.id])) == census.asked)
        } catch {
            // A container may deny the call; the program then says so (the end-to-end tests see that).
            #expect(error == .notPermitted || error == .noFunction)
        }
    }

    /// A full node gives no pages, and the kernel takes them elsewhere without a word.
    @Test func interleavedPagesAreEvenOrNot() {
        func census(_ byNode: [Int: Int]) -> PageCensus {
            var census = PageCensus()
            census.asked = 20_000
            census.byNode = byNode
            return census
        }
        #expect(census([0: 10_100, 1: 9900]).unevenNode(among: IDSet([0, 1])) == nil)
        #expect(census([0: 20_000]).unevenNode(among: IDSet([0, 1])) == 0)
        #expect(census([1: 10_000, 0: 5000, 2: 5000]).unevenNode(among: IDSet([0, 1])) == 0)
    }

    @Test func untouchedMemoryIsOnNoNode() throws {
        let (_, node) = try discover()
        let memory = try BoundMemory(byteCount: 4 << 20, place: .node(node.id))
        #expect((try? memory.census([0..<4 << 20]))?.count(on: IDSet([node.id])) ?? 0 == 0)
    }

    @Test func smallPagesAreSmall() throws {
        let (machine, node) = try discover()
        let memory = try BoundMemory(byteCount: 8 << 20, place: .node(node.id), pages: .small)
        let team = try ThreadTeam(cpus: [machine.cpus(onNode: node)[0]])
        nonisolated(unsafe) let base = memory.base
        team.run { _ in memset(base, 1, 8 << 20) }
        let obtained = memory.obtainedPages()
        let pages = try #require(obtained)
        #expect(pages.hugeShare == 0)
        #expect(pages.pageBytes == Int(sysconf(Int32(_SC_PAGESIZE))))
    }

    /// The pool may be empty: then it is refused, and nothing dies of it.
    @Test func poolsGiveTheirPagesOrSayWhyNot() throws {
        let (_, node) = try discover()
        for pool in HugePagePool.onNode(node.id) {
            let wanted = (pool.free + 1) * pool.pageBytes
            #expect(throws: Failure.self) {
                _ = try BoundMemory(
                    byteCount: wanted, place: .node(node.id), pages: .pool(pageBytes: pool.pageBytes))
            }
        }
    }

    @Test func threadsDivideACacheTheyShare() throws {
        let cores = (0..<4).map { Core(id: $0, package: 0, kind: 0, pus: IDSet([$0])) }
        var topology = try discover().0.topology
        topology.cores = cores
        topology.caches = [
            Cache(level: 2, type: "unified", size: 1 << 20, pus: IDSet([0, 1])),
            Cache(level: 2, type: "unified", size: 2 << 20, pus: IDSet([2, 3])),
        ]
        let machine = Machine(topology: topology)
        #expect(machine.cachePerThread(level: 2, cpus: [0]) == 1 << 20)
        #expect(machine.cachePerThread(level: 2, cpus: [0, 1]) == 1 << 19)
        #expect(machine.cachePerThread(level: 2, cpus: [2, 3, 0]) == 1 << 20)
        #expect(machine.cachePerThread(level: 3, cpus: [0]) == nil)
        #expect(machine.cachePerThread(level: 2, cpus: [0, 9]) == nil, "one thread's share is not told")
    }
}
