#if canImport(Glibc)
    import Glibc
#endif
import Machine
import Quantities
import Records
import Testing
import TestSupport
import Workloads

/// Workloads on this machine, with small memory: that they run, on any number of threads, and that errors are noticed.
@Suite(.serialized) struct WorkloadRunTests {
    private func bench(_ machine: Machine, size: Int = 1 << 20) throws -> WorkloadBench {
        let cpus = machine.order(.compact)
        return WorkloadBench(
            machine, kernels: try WorkloadKernels(isa: nil), cpus: cpus, memory: machine.usableMemoryNodes,
            size: ArraySize(asked: ByteCount(size)), seed: 3)
    }

    @Test(arguments: Workload.allCases)
    func oneAndAllThreadsGiveRatesAndRightResults(workload: Workload) throws {
        let machine = try Machine.discover()
        let bench = try bench(machine)
        guard bench.kernels.obstacle(workload) == nil else { return }
        try bench.kernels.verify(workload, seed: 3)
        let all = machine.order(.compact)
        // In turns, as a probe has them: each meets what the other left in the memory.
        for cpus in [all, [all[0]], all, [all[0]]] {
            let run = try bench.run(workload, on: cpus)
            let team = try ThreadTeam(cpus: cpus)
            run.prepare(on: team)
            for _ in 0..<3 {
                let sample = run.sample(on: team)
                #expect(sample.rate > 0.01 && sample.rate < 1e6)
            }
            try run.check(on: team)
        }
    }

    @Test(arguments: [Workload.read, .triad, .loads, .dot])
    func anErrorInMemoryIsNoticed(workload: Workload) throws {
        let machine = try Machine.discover()
        let bench = try bench(machine, size: 8192)
        guard bench.kernels.obstacle(workload) == nil else { return }
        let cpus = [machine.order(.compact)[0]]
        let run = try bench.run(workload, on: cpus)
        let team = try ThreadTeam(cpus: cpus)
        run.prepare(on: team)
        let share = try #require(run.memory?.shares(of: cpus).first)
        if workload == .loads {
            // The line leads to itself.
            share.starts[0].storeBytes(of: UInt(bitPattern: share.starts[0]), as: UInt.self)
        } else {
            // Of read and triad the array b.
            let array = share.starts.count > 1 ? share.starts[1] : share.starts[0]
            for byte in 0..<64 { array.storeBytes(of: 0x35, toByteOffset: byte, as: UInt8.self) }
        }
        _ = run.sample(on: team)
        let failure = #expect(throws: Failure.self) { try run.check(on: team) }
        #expect(failure?.status == .internalError)
    }

    /// Samples go on where the last one ended, and are checked wherever that is: also round the end of a share.
    @Test func aLargeShareIsGoneThroughInSamplesAndStillRight() throws {
        let machine = try Machine.discover()
        let bench = try bench(machine, size: 9 << 20)
        let cpus = [machine.order(.compact)[0]]
        for workload in [Workload.read, .triad, .dot] {
            let run = try bench.run(workload, on: cpus)
            let team = try ThreadTeam(cpus: cpus)
            for samples in 1...5 {
                run.prepare(on: team)
                for _ in 0..<samples { _ = run.sample(on: team) }
                try run.check(on: team)
            }
        }
    }

    /// Also of memory that fits the smallest cache.
    @Test func samplesAreNotTooShort() throws {
        let machine = try Machine.discover()
        let cpus = [machine.order(.compact)[0]]
        let run = try bench(machine, size: 4096).run(.read, on: cpus)
        let team = try ThreadTeam(cpus: cpus)
        run.prepare(on: team)
        let shortest = (0..<5).map { _ in run.sample(on: team).seconds }.min() ?? 0
        #expect(shortest > 0.0018)
    }

    /// A thread that is ten times slower does less in the same time, and the others do not wait for it. Other tests
    /// share the core and may hold the fast one up instead: once in many times it must be seen.
    @Test func aSlowThreadHoldsNobodyUp() async throws {
        let total = try await attempts(50, until: { $0.fast > 2 * $0.slow && $0.slow >= 5 }) { try unequalThreads() }
        #expect(total.fast > 2 * total.slow && total.slow >= 5, "\(total)")
    }

    private func unequalThreads() throws -> (fast: Int, slow: Int) {
        let machine = try Machine.discover()
        let cpu = machine.order(.compact)[0]
        let works = [Waiting(microseconds: 50), Waiting(microseconds: 600)]
        let run = WorkloadRun(.loads, cpus: [cpu, cpu]) { works }
        let team = try ThreadTeam(cpus: [cpu, cpu])
        run.prepare(on: team)
        var total = (fast: 0, slow: 0)
        for _ in 0..<5 {
            let sample = run.sample(on: team)
            total = (total.fast + works[0].units, total.slow + works[1].units)
            let amount = Double(works[0].units + works[1].units) / 1e6
            #expect(abs(sample.rate / (amount / sample.seconds) - 1) < 1e-6, "all that was done over the time it took")
        }
        return total
    }

    @Test func threadsWorkOnTheirOwnNode() throws {
        let machine = try Machine.discover()
        let cpus = machine.order(.compact)
        let homes = ThreadHomes(machine, cpus: cpus, memory: machine.usableMemoryNodes)
        for node in machine.topology.nodes where node.memory > 0 && machine.topology.usable.nodes.contains(node.id) {
            for cpu in cpus where node.pus.contains(cpu) { #expect(homes.node(of: cpu) == node.id) }
        }
    }

    @Test func setsOutsideOfThoseNamedAreNotUsed() throws {
        let kernels = try WorkloadKernels(isa: ["scalar"])
        for workload in [Workload.fma, .read, .triad, .dot] {
            let name = kernels.name(workload)
            #expect(
                name?.contains("scalar") ?? (kernels.obstacle(workload)?.contains("--isa") == true), "\(name ?? "")")
        }
        #expect(throws: Failure.self) { try WorkloadKernels(isa: ["mmx"]) }
        let free = try WorkloadKernels(isa: nil)
        #expect(Workload.allCases.allSatisfy { free.obstacle($0)?.contains("--isa") != true })
    }
}

/// Sleeps, so that it needs no CPU.
private final class Waiting: ThreadWork, @unchecked Sendable {
    private let microseconds: Int
    private(set) var units = 0

    init(microseconds: Int) { self.microseconds = microseconds }

    let amountOfUnit = 1.0
    func prepare() {}
    func begin() { units = 0 }
    func run(units: Int) {
        usleep(UInt32(units * microseconds))
        self.units += units
    }
    var error: String? { nil }
}
