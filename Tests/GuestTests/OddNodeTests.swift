import Statistics
import Records
import Testing
import TestSupport

extension Guests {
    /// Node 1 has CPUs and no memory, node 2 has memory and no CPUs; hwloc leaves node 1 out.
    @Suite struct OddNodeTests {
        @Test
        func nodesThatCannotBeMeasuredSayWhy() async throws {
            let files = try await GuestMachine.run(
                "odd-nodes",
                script: """
                    probe topology --format json > topology.json
                    small="--array-size 1MiB --quick --format json"
                    both="probe bandwidth $small --kernels read,triad"
                    $both --time-budget $(seconds 16) --studies loops,matrix > bandwidth.json
                    $both --time-budget $(seconds 12) --studies interleaved > interleaved.json
                    probe latency $small --time-budget $(seconds 8) --kinds node > latency.json
                    probe latency $small --time-budget $(seconds 12) --kinds barrier,handover > meeting.json
                    """)
            let topology = try RecordCoding.result(from: Array((files["topology.json"] ?? "").utf8), source: "guest")
            let details = try #require(try topology.record("topology", details: TopologyDetails.self)).details
            #expect(details.nodes.map(\.id) == [0, 1, 2])
            #expect(details.nodes.map { $0.memory > 0 } == [true, false, true])
            #expect(details.nodes.map { "\($0.pus)" } == ["0-3", "4-7", ""])
            #expect(details.distances == [[10, 21, 17], [21, 10, 28], [17, 28, 10]])

            let result = try RecordCoding.result(from: Array((files["bandwidth.json"] ?? "").utf8), source: "guest")
            let record = try #require(try result.record("bandwidth", details: BandwidthDetails.self))
            let cells = record.measurements.compactMap(BandwidthCell.init)
            let matrix = BandwidthMatrix(cells, kernel: "read")
            #expect(matrix.cpuNodes == [0, 1, 2] && matrix.memoryNodes == [0, 1, 2])
            // Node 1's cores reach memory elsewhere, and node 2's memory is reached from elsewhere.
            let measured = [[0, 0], [0, 2], [1, 0], [1, 2]]
            for row in 0...2 {
                for column in 0...2 {
                    let cell = try #require(matrix[row, column])
                    #expect(
                        (cell.summary != nil) == measured.contains([row, column]), "\(row) \(column): \(cell.reason)")
                }
            }
            #expect(matrix[0, 1]?.reason == "node 1 has no memory")
            #expect(matrix[2, 0]?.reason == "node 2 has no CPUs of its own")
            #expect(record.details.placements.filter { $0.study == nil }.map(\.node) == [0, 2])
            #expect(record.details.placements.allSatisfy { $0.pagesOnNode == $0.pagesAsked && $0.pagesAsked > 0 })
            let second = try files.record("interleaved", "bandwidth", BandwidthDetails.self)
            let interleaved = second.measurements.compactMap(BandwidthCell.init).of(study: "interleaved")
            #expect(interleaved.count == 2 && interleaved.allSatisfy { $0.summary != nil })
            try checkLatency(files)
            try checkMeeting(files)
        }

        private func checkLatency(_ files: [String: String]) throws {
            let result = try RecordCoding.result(from: Array((files["latency.json"] ?? "").utf8), source: "guest")
            let record = try #require(try result.record("latency", details: LatencyDetails.self))
            let cells = record.measurements.compactMap(LatencyCell.init)
            let nodes = cells.filter { $0.kind == .node }
            let measured = nodes.filter { $0.summary != nil && $0.pages == "transparent huge" }
            let pairs = measured.compactMap { cell in
                cell.cpuNode.flatMap { cpu in cell.memoryNode.map { "\(cpu) \($0)" } }
            }
            #expect(Set(pairs) == ["0 0", "0 2", "1 0", "1 2"])
            #expect(
                nodes.filter { $0.memoryNode == 1 }.allSatisfy {
                    $0.reason.hasSuffix("node 1 has no memory") || $0.cpuNode == 2
                })
            #expect(record.details.placements.allSatisfy { $0.pagesOnNode == $0.pagesAsked && $0.pagesAsked > 0 })
            #expect(Set(record.details.placements.map(\.node)) == [0, 2])
        }

        /// Four cores of two threads each: six pairs, and the two threads of the first core.
        private func checkMeeting(_ files: [String: String]) throws {
            let result = try RecordCoding.result(from: Array((files["meeting.json"] ?? "").utf8), source: "guest")
            let record = try #require(try result.record("latency", details: LatencyDetails.self))
            let handovers = record.measurements.compactMap(LatencyCell.init).filter { $0.kind == .handover }
            #expect(handovers.count == 7 && handovers.count { $0.shares == "core" } == 1)
            // Two real CPUs emulate eight: a thread may not be heard of for a second, and that is then the reason told.
            #expect(handovers.contains { $0.summary != nil }, "\(handovers.map(\.reason))")
            let barriers = record.measurements.compactMap(LatencyCell.init).filter { $0.kind == .barrier }
            #expect(barriers.map(\.threads) == [2, 4, 8])
        }
    }
}
