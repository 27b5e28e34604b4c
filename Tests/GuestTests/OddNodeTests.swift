import Statistics
import Records
import Testing
import TestSupport

/// Node 1 has CPUs and no memory, node 2 has memory and no CPUs; hwloc leaves node 1 out.
@Suite(.enabled(if: GuestMachine.obstacle == nil, "\(GuestMachine.obstacle ?? "")"))
struct OddNodeTests {
    @Test(.timeLimit(.minutes(6)))
    func nodesThatCannotBeMeasuredSayWhy() async throws {
        let files = try await GuestMachine.run(
            "odd-nodes",
            script: """
                probe topology --format json > topology.json
                probe bandwidth --array-size 4MiB --time-budget 3s --quick --kernels read --format json > bandwidth.json
                """)
        let topology = try RecordCoding.result(from: Array((files["topology.json"] ?? "").utf8), source: "guest")
        let details = try #require(try topology.record("topology", details: TopologyDetails.self)).details
        #expect(details.nodes.map(\.id) == [0, 1, 2])
        #expect(details.nodes.map { $0.memory > 0 } == [true, false, true])
        #expect(details.nodes.map { "\($0.pus)" } == ["0-3", "4-7", ""])
        #expect(details.distances == [[10, 21, 17], [21, 10, 28], [17, 28, 10]])

        let result = try RecordCoding.result(from: Array((files["bandwidth.json"] ?? "").utf8), source: "guest")
        let record = try #require(try result.record("bandwidth", details: BandwidthDetails.self))
        let cells = Dictionary(
            uniqueKeysWithValues: record.measurements.map { ($0.labels["memory_node"] ?? "", $0) })
        #expect(cells["0"]?.summary != nil)
        #expect(cells["1"]?.notMeasured == "it has CPUs and no memory")
        #expect(cells["2"]?.notMeasured == "it has memory and no CPUs of its own")
    }
}
