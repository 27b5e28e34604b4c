import Machine
import Quantities
import Records
import Testing
import Workloads

/// How threads divide a node's memory among them.
@Suite struct SharingTests {
    @Test(arguments: [(1, 1), (7, 3), (64, 5), (1000, 256), (4099, 8)])
    func sharesCoverEveryUnitOnce(units: Int, threads: Int) throws {
        let machine = try Machine.discover()
        let cpu = try #require(machine.topology.usable.pus.ids.first)
        let homes = ThreadHomes(machine, cpus: [cpu], memory: machine.usableMemoryNodes)
        let memory = try WorkloadMemory(
            .streams, machine: machine, homes: homes, cpus: [cpu],
            size: ArraySize(asked: ByteCount(units * ArrayLayout.streams.unitBytes))
        ) { _ in }
        let shares = memory.shares(of: [Int](repeating: cpu, count: threads))
        #expect(shares.count == threads)
        #expect(shares.map(\.units.lowerBound) == [0] + shares.dropLast().map(\.units.upperBound))
        #expect(shares.last?.units.upperBound == units)
        let sizes = shares.map(\.units.count)
        #expect((sizes.max() ?? 0) - (sizes.min() ?? 0) <= 1)
        for share in shares {
            #expect(share.starts[0] + 64 * units >= share.starts[0] + 64 * share.units.count)
            #expect(share.starts[0] - shares[0].starts[0] == share.units.lowerBound * share.unitBytes)
        }
    }
}
