import Records
import Statistics
import Testing
import TestSupport

extension Guests {
    /// Two sockets, each with ordinary memory (nodes 0 and 1) and with fast memory that has no CPUs (nodes 2 and 3);
    /// the firmware's HMAT tells their speeds.
    @Suite struct FastMemoryTests {
        @Test
        func theFirmwaresClaimsAreReadAndShown() async throws {
            let files = try await GuestMachine.run(
                "fast-memory",
                script: """
                    probe topology --format json > topology.json
                    probe topology --format csv > topology.csv
                    probe topology > topology.txt
                    small="--array-size 1MiB --quick --format json"
                    probe bandwidth $small --time-budget $(seconds 18) --kernels read \
                    --studies loops,matrix,interleaved > bandwidth.json
                    probe latency $small --time-budget $(seconds 24) --kinds node > latency.json
                    """, environment: ["MACHINE": "q35,hmat=on"])
            let result = try RecordCoding.result(from: Array((files["topology.json"] ?? "").utf8), source: "guest")
            let nodes = try #require(try result.record("topology", details: TopologyDetails.self)).details.nodes
            #expect(nodes.map(\.id) == [0, 1, 2, 3])
            #expect(nodes.map { "\($0.pus)" } == ["0-3", "4-7", "", ""])
            #expect(nodes.allSatisfy { $0.memory > 0 })
            // The profile's 100G and 400G are in units of 2³⁰, and the table of its firmware in 2²⁰.
            let ordinary = (bandwidth: 100 << 10, latency: 80)
            let fast = (bandwidth: 400 << 10, latency: 120)
            let expected = [(0, ordinary), (1, ordinary), (0, fast), (1, fast)].map { initiator, speed in
                FirmwareMemory(
                    initiators: IDSet([initiator]), readBandwidthMBs: speed.bandwidth,
                    writeBandwidthMBs: speed.bandwidth,
                    readLatencyNs: speed.latency, writeLatencyNs: speed.latency)
            }
            #expect(nodes.map(\.firmware) == expected)

            let lines = (files["topology.csv"] ?? "").split(separator: "\n")
            #expect(lines.contains { $0.hasPrefix("node,3,") && $0.hasSuffix(",,,,1,409600,409600,120,120,,,,,,,") })
            let text = files["topology.txt"] ?? ""
            #expect(text.contains("Firmware GB/s"))
            #expect(text.contains("they are not measurements"))
            try checkMatrix(files)
        }

        /// Both sockets' cores on all four nodes' memory; nodes 2 and 3 have no cores to measure with.
        private func checkMatrix(_ files: [String: String]) throws {
            let bandwidth = try RecordCoding.result(from: Array((files["bandwidth.json"] ?? "").utf8), source: "guest")
            let record = try #require(try bandwidth.record("bandwidth", details: BandwidthDetails.self))
            let cells = record.measurements.compactMap(BandwidthCell.init)
            let matrix = BandwidthMatrix(cells, kernel: "read")
            #expect(matrix.cpuNodes == [0, 1, 2, 3] && matrix.memoryNodes == [0, 1, 2, 3])
            for row in 0...3 {
                for column in 0...3 {
                    let cell = try #require(matrix[row, column])
                    #expect((cell.summary != nil) == (row < 2), "\(row) \(column): \(cell.reason)")
                    if row >= 2 { #expect(cell.reason == "node \(row) has no CPUs of its own") }
                }
            }
            let placements = record.details.placements
            #expect(placements.filter { $0.study == nil }.map(\.node) == [0, 1, 2, 3])
            #expect(placements.allSatisfy { $0.pagesOnNode == $0.pagesAsked && $0.pagesAsked > 0 })
            #expect(placements.first { $0.study == "interleaved" }?.nodes == IDSet([0, 1, 2, 3]))

            let latency = try RecordCoding.result(from: Array((files["latency.json"] ?? "").utf8), source: "guest")
            let loads = try #require(try latency.record("latency", details: LatencyDetails.self)).measurements
                .compactMap(LatencyCell.init).filter { $0.summary != nil && $0.pages == "transparent huge" }
            #expect(loads.count == 8, "two nodes' cores on four nodes' memory")
        }
    }
}
