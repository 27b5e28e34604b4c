import Machine
import Records
import Testing
import TestSupport

/// Orders of threads on machines that hwloc makes up.
@Suite struct ThreadOrderTests {
    private func machine(_ text: String, usable: IDSet? = nil) throws -> Machine {
        var details = try Machine.describe(.synthetic(text))
        if let usable { details.usable.pus = usable }
        return Machine(topology: details)
    }

    @Test func compactFillsAnL3AndSpreadAlternatesOverAllParts() throws {
        let machine = try machine("package:2 [numa] l3:2 core:2 pu:2")
        #expect(machine.order(.compact) == [0, 2, 4, 6, 8, 10, 12, 14, 1, 3, 5, 7, 9, 11, 13, 15])
        #expect(machine.order(.spread) == [0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15])
    }

    @Test func spreadGoesOverPackagesThenNodesThenDiesThenCaches() throws {
        let machine = try machine("package:2 numa:2 die:2 l3:2 core:1 pu:1")
        let spread = machine.order(.spread)
        #expect(spread == [0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15])
        #expect(machine.order(.compact) == Array(0..<16))
    }

    @Test func coresThatShareAnL2AreAPart() throws {
        let machine = try machine("l2:2 core:4 pu:1")
        #expect(machine.order(.spread) == [0, 4, 1, 5, 2, 6, 3, 7])
        #expect(machine.order(.compact) == Array(0..<8))
    }

    @Test(arguments: ["core:4 pu:2", "package:1 [numa] die:1 l3:1 core:4 pu:2", "core:1 pu:1"])
    func aMachineOfOnePartHasOneOrder(text: String) throws {
        let orders = try machine(text).orders()
        #expect(orders.map(\.placement) == [.compact])
    }

    @Test func aMachineOfSeveralPartsHasTwo() throws {
        #expect(try machine("l3:2 core:2 pu:1").orders().map(\.placement) == [.compact, .spread])
        #expect(try machine("package:4 core:1 pu:1").orders().count == 1, "one core a package leaves one order")
    }

    @Test func threeAndFourThreadsPerCoreComeInTurn() throws {
        #expect(try machine("core:2 pu:4").order(.compact) == [0, 4, 1, 5, 2, 6, 3, 7])
    }

    @Test func onlyUsablePUsAreUsedAndPartsMayDiffer() throws {
        // Of the first package three cores, one with both PUs, and of the second one core's second PU.
        let machine = try machine("package:2 core:4 pu:2", usable: IDSet([0, 2, 3, 5, 11]))
        #expect(machine.order(.compact) == [0, 2, 5, 11, 3])
        #expect(machine.order(.spread) == [0, 11, 2, 5, 3])
    }

    @Test func nodesCanBeChosen() throws {
        let machine = try machine("package:2 numa:2 core:2 pu:1")
        #expect(machine.order(.compact, nodes: IDSet([1, 2])) == [2, 3, 4, 5])
        #expect(machine.order(.spread, nodes: IDSet([1, 2])) == [2, 4, 3, 5])
        #expect(machine.orders(nodes: IDSet([1])).count == 1)
        #expect(machine.order(.spread, nodes: IDSet([9])).isEmpty)
    }

    /// Eight times as many take eight times as long; sixty-four times, where each looked at all others.
    @Test func thousandsOfPUsAreOrderedQuickly() async throws {
        let machine = try machine("package:16 [numa] die:2 [numa] l3:4 core:8 pu:2")
        let eighth = try self.machine("package:2 [numa] die:2 [numa] l3:4 core:8 pu:2")
        var spread: [Int] = []
        let times = await timesAsLong(limit: 30, as: { processorTime { _ = eighth.order(.spread) } }) {
            processorTime { spread = machine.order(.spread) }
        }
        #expect(times < 30)
        #expect(spread.count == 2048 && Set(spread).count == 2048)
        #expect(Set(spread.prefix(16).map { $0 / 128 }).count == 16, "sixteen threads on sixteen packages")
    }
}
