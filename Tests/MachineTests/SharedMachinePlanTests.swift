import SystemPackage
import Machine
import Records
import Testing
import TestSupport

/// What would be measured on the machines of the shared collection. They are described by the program, for in this
/// process hwloc would take them for the running machine in other tests.
@Suite(.enabled(if: SharedTopologies.folder != nil, "\(SharedTopologies.missing)"))
struct SharedMachinePlanTests {
    private struct Plan {
        let machine: Machine
        let smt: SMTState
        var compact: [Int] { machine.order(.compact) }
        var spread: [Int] { machine.order(.spread) }
        var counts: ThreadCounts { ThreadCounts(machine, cpus: compact) }
    }

    private func plan(_ name: String) async throws -> Plan {
        let folder = try TemporaryFolder()
        let source = try await SharedTopologies.source(name, in: folder)
        let run = try await Command.probe("probe-topology", ["--topology", source, "--format", "json"])
        #expect(run.code == 0, "\(run.errors)")
        let result = try RecordCoding.result(from: Array(run.output.utf8), source: name)
        let record = try #require(try result.record("topology", details: TopologyDetails.self))
        let machine = Machine(topology: record.details)
        return Plan(machine: machine, smt: machine.smt(files: SystemFiles(root: FilePath(source)), hypervisor: nil))
    }

    @Test func hybrid() async throws {
        let plan = try await plan("20em64t-hybrid-1p6c2t+2ca4co1t.tar.bz2")
        let (fast, siblings) = ([0, 2, 4, 6, 8, 10], [1, 3, 5, 7, 9, 11])
        #expect(plan.compact == fast + Array(12...19) + siblings)
        #expect(plan.spread == fast + [12, 16, 13, 17, 14, 18, 15, 19] + siblings, "clusters of four share an L2")
        #expect(plan.counts.counts == [1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 17, 20])
        #expect(plan.counts.boundaries[6] == ["all performance cores"])
        #expect(plan.counts.boundaries[14] == ["all cores"])
        #expect(
            plan.machine.coreSets == [
                CoreSet(kind: "performance", cpus: [0]), CoreSet(kind: "efficiency", cpus: [12]),
                CoreSet(kind: "performance", cpus: fast), CoreSet(kind: "efficiency", cpus: Array(12...19)),
                CoreSet(kind: "all", cpus: fast + Array(12...19)),
            ])
        #expect(
            plan.smt
                == .partly(
                    threadsPerCore: 2, cores: 6, of: 14, reason: "the efficiency cores have one thread each"))
        #expect(plan.machine.coresWithSiblings.map(\.first) == fast)
    }

    @Test func arm() async throws {
        let plan = try await plan("2arm-2c.tar.bz2")
        #expect(plan.machine.orders().map(\.cpus) == [[0, 1]])
        #expect(plan.counts.counts == [1, 2])
        #expect(plan.smt == .absent(control: nil))
        #expect(plan.machine.coreSets.map(\.cpus) == [[0], [0, 1]])
    }

    @Test func fourSockets() async throws {
        let plan = try await plan("16em64t-4s2c2t.tar.bz2")
        #expect(plan.compact == [0, 4, 1, 5, 2, 6, 3, 7, 8, 12, 9, 13, 10, 14, 11, 15])
        #expect(plan.spread == Array(0...15))
        #expect(plan.counts.counts == [1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16])
        #expect(plan.smt == .on(threadsPerCore: 2))
        #expect(plan.machine.coreSets.map(\.package) == [nil, nil, 0, 1, 2, 3])
    }

    @Test func fourSocketsWithOfflineCPUs() async throws {
        let plan = try await plan("16em64t-4s2c2t-offlines.tar.bz2")
        #expect(plan.compact == [0, 4, 1, 3, 7, 6, 10, 8, 12, 9, 11, 15])
        #expect(plan.spread == [0, 1, 3, 6, 4, 7, 10, 8, 9, 11, 12, 15])
        #expect(plan.counts.counts == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12])
        guard case .partly(2, 5, 7, let reason) = plan.smt else {
            Issue.record("\(plan.smt)")
            return
        }
        #expect(reason.hasPrefix("CPUs 2,5,13-14 are offline"))
    }

    @Test func eightNodesAndACpuset() async throws {
        let plan = try await plan("16amd64-8n2c-cpusets.tar.bz2")
        #expect(plan.compact == [0, 1, 2, 3, 5, 6, 12, 13, 14, 15])
        #expect(plan.spread == [0, 2, 5, 6, 12, 14, 1, 3, 13, 15])
        #expect(plan.counts.counts == [1, 2, 3, 4, 5, 6, 7, 8, 10])
        #expect(plan.smt == .absent(control: nil))
        #expect(plan.machine.coreSets.map(\.package) == [nil, nil, 0, 1, 2, 3, 6, 7], "those with usable cores")
    }

    @Test func twoNodes() async throws {
        let plan = try await plan("24em64t-2n6c2t-pci.xml")
        #expect(Set(plan.compact.prefix(6)) == Set(plan.machine.coreSets[2].cpus))
        let packages = plan.spread.prefix(4).map { pu in plan.machine.topology.cores.first { $0.pus.contains(pu) } }
        #expect(packages.map { $0?.package } == [0, 1, 0, 1])
        #expect(plan.counts.counts == [1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 18, 20, 24])
        #expect(plan.smt == .on(threadsPerCore: 2))
    }

    @Test func knightsLanding() async throws {
        let plan = try await plan("64intel64-fakeKNL-SNC4-hybrid.xml")
        #expect(plan.compact.count == 64 && plan.spread.count == 64)
        #expect(plan.compact != plan.spread)
        #expect(plan.counts.boundaries[4] == ["the cores of one NUMA node", "one core of every NUMA node"])
        #expect(plan.counts.boundaries[48] == ["3 threads on every core"])
        #expect(plan.smt == .on(threadsPerCore: 4))
    }

    @Test func epyc() async throws {
        let plan = try await plan("epyc-corona.xml")
        #expect(plan.machine.cachesUsed(by: plan.compact.prefix(3)) == 1)
        #expect(plan.machine.cachesUsed(by: plan.compact.prefix(4)) == 2)
        #expect(plan.machine.cachesUsed(by: plan.spread.prefix(16)) == 16)
        #expect(plan.counts.boundaries[3] == ["the cores of one L3"])
        #expect(plan.counts.boundaries[6] == ["the cores of one NUMA node"])
        #expect(plan.counts.boundaries[24] == ["the cores of one package"])
        #expect(plan.counts.boundaries[16] == ["one core of every L3"])
        let last = [48, 56, 64, 72, 80, 96]
        #expect(plan.counts.counts == [1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 20, 24, 28, 32, 40] + last)
    }
}

extension Machine {
    /// How many L3 caches PUs are under.
    fileprivate func cachesUsed(by cpus: some Sequence<Int>) -> Int {
        topology.dataCaches(level: 3).count { !$0.pus.intersection(IDSet(cpus)).isEmpty }
    }
}
