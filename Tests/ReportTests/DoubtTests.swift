import Records
import Report
import Statistics
import Testing

/// What a machine that changed under the run may be said to do, and what not.
@Suite struct DoubtTests {
    /// A node that reads 100 GB/s, and in pages at these rates.
    private func machine(small: [Double], large: [Double], again: Double? = nil) throws -> (inout RunResult) throws ->
        Void
    {
        func read(_ rates: [Double], _ labels: [String: String]) -> Measurement {
            Measurement(
                "bandwidth", unit: "GB/s", labels: Examples.labels("read", "none", "0").merging(labels) { $1 },
                samples: rates.map { Sample(value: $0, seconds: 0.02) }, stopped: .interval, better: .largest)
        }
        var cells = [
            Examples.cell("read", "none", node: "0", 100),
            read(small, ["study": "pages", "pages": "small", "page_size": "4 KiB"]),
            read(large, ["study": "pages", "pages": "transparent huge", "page_size": "2 MiB"]),
        ]
        var caveats: [Caveat] = []
        if let again {
            cells.append(read(Array(repeating: again, count: 12), ["study": "scaling"]))
            caveats = [Caveat(.changedDuringRun(figure: "read on node 0", first: 100, later: again, unit: "GB/s"))]
        }
        let record = try Examples.record(
            "bandwidth", BandwidthDetails(placements: [], seed: 1), caveats: caveats, measurements: cells)
        let topology = try Examples.topology { ($0.nodes, $0.distances) = ([$0.nodes[0]], nil) }
        return {
            $0.records["bandwidth"] = record; $0.records["topology"] = topology
        }
    }

    private func steady(_ rate: Double) -> [Double] { (0..<12).map { rate * (1 + 0.001 * Double($0 % 5)) } }

    @Test func smallPagesAreFineOnlyWhereTheyReadAsFast() throws {
        let equal = try Examples.section("How to run", try machine(small: steady(60), large: steady(61)))
        #expect(equal.contains("A mapped file, the default, is fine. Reading goes at 60.1 ("))
        let slower = try Examples.section("How to run", try machine(small: steady(60), large: steady(110)))
        #expect(slower.contains("--load-mode none") && !slower.contains("is fine"))
        let wide = (0..<12).map { $0 % 2 == 0 ? 45.0 : 117 }
        let unclear = try Examples.section("How to run", try machine(small: wide, large: steady(110)))
        #expect(unclear.contains("is not known: the two rates below differ") && !unclear.contains("is fine"))
    }

    @Test func whatARepeatReadIsTheMachineWithoutItsNeighbours() throws {
        let text = try Examples.section("Findings", try machine(small: steady(60), large: steady(61), again: 190))
        #expect(text.contains("At its best it read 190 GB/s; the median is 100"))
        #expect(!text.contains("no sample shows the machine without it"))
    }
}
