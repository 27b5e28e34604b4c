import SystemPackage
import Statistics
import Records
import Testing
import TestSupport

/// Two sockets of two cores with two threads, a node each.
@Suite(.enabled(if: GuestMachine.obstacle == nil, "\(GuestMachine.obstacle ?? "")"))
struct TwoNodeTests {
    private static let script = """
        small="--array-size 4MiB --time-budget 4s --quick"
        probe topology --format json > topology.json; echo $? > topology.rc
        probe bandwidth $small --kernels read,triad --format json > bandwidth.json; echo $? > bandwidth.rc
        taskset -c 1,4 probe bandwidth $small --kernels triad --format json > taskset.json
        denysys mbind probe bandwidth $small --kernels triad --format json > unbound.json; echo $? > unbound.rc
        denysys mbind,move_pages probe bandwidth $small --format json > denied.json 2> denied.err; echo $? > denied.rc
        probe bandwidth --nodes 7 2> node7.err; echo $? > node7.rc
        probe bandwidth --threads 5 2> threads.err; echo $? > threads.rc
        mkdir /sys/fs/cgroup/box; echo 100M > /sys/fs/cgroup/box/memory.max
        sh -c 'echo $$ > /sys/fs/cgroup/box/cgroup.procs; exec probe bandwidth --time-budget 4s --quick --kernels read \
        --format json' > box.json 2> box.err; echo $? > box.rc
        """

    private func record<Details: Codable & Sendable>(_ text: String?, _ probe: String, _ type: Details.Type) throws
        -> Record<Details>
    {
        let result = try RecordCoding.result(from: Array(try #require(text).utf8), source: "the guest's output")
        return try #require(try result.record(probe, details: type))
    }

    @Test(.timeLimit(.minutes(6)))
    func everyNodeIsFoundMeasuredAndProven() async throws {
        let files = try await GuestMachine.run("smt-2node", script: Self.script)
        try checkTopology(files)
        try checkPlacement(files)
        try checkLimits(files)
        try checkRefusals(files)
    }

    private func checkTopology(_ files: [String: String]) throws {
        let details = try record(files["topology.json"], "topology", TopologyDetails.self).details
        #expect(details.packages == 2)
        #expect(details.cores.count == 4)
        #expect(details.threadsPerCore == 2)
        #expect(details.nodes.map(\.id) == [0, 1])
        #expect(details.nodes.map { "\($0.pus)" } == ["0-3", "4-7"])
        #expect(details.distances == [[10, 21], [21, 10]])
        #expect(details.memoryModules.toldByHypervisor)
    }

    private func checkPlacement(_ files: [String: String]) throws {
        let record = try record(files["bandwidth.json"], "bandwidth", BandwidthDetails.self)
        #expect(files["bandwidth.rc"] == "0\n")
        let nodes = record.measurements.filter { $0.summary != nil }.compactMap { $0.labels["memory_node"] }
        #expect(Set(nodes) == ["0", "1", "all"])
        for measurement in record.measurements {
            #expect(measurement.labels["cpu_node"] == measurement.labels["memory_node"])
            #expect(
                measurement.labels["threads"] == (measurement.labels["cpu_node"] == "all" ? "4" : "2"), "one per core")
            #expect(measurement.labels["isa"] == "avx2", "the guest has no AVX-512")
        }
        #expect(record.details.placements.map(\.node) == [0, 1])
        for placement in record.details.placements {
            #expect(placement.placedBy == "mbind")
            #expect(placement.pagesAsked > 0 && placement.pagesOnNode == placement.pagesAsked)
        }
    }

    private func checkLimits(_ files: [String: String]) throws {
        let record = try record(files["taskset.json"], "bandwidth", BandwidthDetails.self)
        #expect(Set(record.measurements.compactMap { $0.labels["threads"] }) == ["1", "2"])
        #expect(record.caveats.contains(Caveat(.fewerCPUsAllowed(allowed: 2, existing: 8))))

        #expect(files["box.rc"] == "0\n", "\(files["box.err"] ?? "")")
        let box = try self.record(files["box.json"], "bandwidth", BandwidthDetails.self)
        #expect(box.details.placements.allSatisfy { 3 * $0.arrayBytes <= 50 << 20 }, "two nodes share 80 MB")
        #expect(box.caveats.contains { $0.text.contains("limited by the memory cgroup") })
    }

    private func checkRefusals(_ files: [String: String]) throws {
        let unbound = try record(files["unbound.json"], "bandwidth", BandwidthDetails.self)
        #expect(unbound.details.placements.allSatisfy { $0.placedBy == "first touch" && $0.pagesOnNode > 0 })
        #expect(unbound.caveats.contains { $0.text.contains("placed by first touch") })

        #expect(files["denied.rc"] == "77\n")
        #expect(files["denied.json"]?.isEmpty == true, "unbound figures are not printed")
        #expect(files["denied.err"]?.contains("--cap-add SYS_NICE") == true)
        #expect(files["node7.rc"] == "69\n")
        #expect(files["node7.err"]?.contains("node 7") == true)
        #expect(files["threads.rc"] == "69\n")
        #expect(files["threads.err"]?.contains("5 threads on node 0") == true)
    }
}
