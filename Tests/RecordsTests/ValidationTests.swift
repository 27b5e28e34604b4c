import Records
import Statistics
import Testing

/// Numbers that no machine has: refused with the reason, before a sum of them overflows.
@Suite struct ValidationTests {
    private func result(_ details: String, measurements: String = "") throws -> RunResult {
        let text = """
            {"schemaVersion":1,"probe":"topology","programVersion":"1","arguments":[],"startedAt":"","seconds":0,
            "environment":{"host":"h","kernel":"k"},"caveats":[],"measurements":[\(measurements)],"details":\(details)}
            """
        return try RecordCoding.result(from: Array(text.utf8), source: "x.json")
    }

    private func topology(
        memory: String = "1024", distances: String = "[[10,20],[20,10]]", node: String = "",
        dies: String = #","cores":[{"id":0,"package":0,"kind":0,"pus":"0"}]"#
    ) -> String {
        """
        {"source":"this machine","isThisMachine":true,"cpu":{},"packages":1\(dies),"coreKinds":[],"caches":[],
        "nodes":[{"id":0,"memory":\(memory),"pus":"0"},{"id":1,"memory":\(memory),"pus":"1"\(node)}],
        "distances":\(distances),
        "offlineCPUs":"","usable":{"pus":"0-1","nodes":"0-1"},
        "memoryModules":{"modules":[],"toldByHypervisor":false}}
        """
    }

    @Test func aPossibleMachineIsRead() throws {
        let record = try result(topology()).record("topology", details: TopologyDetails.self)
        #expect(record?.details.memory == 2048)
        #expect(record?.details.nodes.map(\.firmware) == [nil, nil], "written before there was such a thing")
        #expect(record?.details.cores.map(\.die) == [nil])
    }

    @Test func whatTheFirmwareClaimsIsRead() throws {
        let node = #","firmware":{"initiators":"0","readBandwidthMBs":2147483647,"writeLatencyNs":1}"#
        let dies = #","dies":2,"cores":[{"id":0,"package":0,"die":1,"kind":0,"pus":"0"}]"#
        let details = try result(topology(node: node, dies: dies)).record("topology", details: TopologyDetails.self)?
            .details
        #expect(
            details?.nodes[1].firmware
                == FirmwareMemory(initiators: IDSet([0]), readBandwidthMBs: 2_147_483_647, writeLatencyNs: 1))
        #expect(details?.cores.map(\.die) == [1])
    }

    @Test(arguments: ["readBandwidthMBs", "writeBandwidthMBs", "readLatencyNs", "writeLatencyNs"], [0, -1, 1 << 31])
    func impossibleClaimsAreRefused(name: String, figure: Int) throws {
        let read = try result(topology(node: ",\"firmware\":{\"initiators\":\"0\",\"\(name)\":\(figure)}"))
        let failure = #expect(throws: Failure.self) { try read.record("topology", details: TopologyDetails.self) }
        #expect(failure?.description.contains("a firmware's figure of \(figure)") == true)
    }

    @Test(arguments: [(",\"dies\":2", 2, 2), (",\"dies\":2", -1, 2), (",\"dies\":-5", 0, -5), ("", 0, 0)])
    func aDieThatIsNotThereIsRefused(dies: String, die: Int, told: Int) throws {
        let core = ",\"cores\":[{\"id\":0,\"package\":0,\"die\":\(die),\"kind\":0,\"pus\":\"0\"}]"
        let read = try result(topology(dies: dies + core))
        let failure = #expect(throws: Failure.self) { try read.record("topology", details: TopologyDetails.self) }
        #expect(failure?.description.contains("a core on die \(die) of \(told)") == true)
    }

    @Test(arguments: ["9223372036854775807", "-9223372036854775808", "-1", "1125899906842625"])
    func impossibleMemoryIsRefused(memory: String) throws {
        let read = try result(topology(memory: memory))
        let failure = #expect(throws: Failure.self) { try read.record("topology", details: TopologyDetails.self) }
        #expect(failure?.status == .badData)
        #expect(failure?.description.contains("a size of \(memory) bytes") == true)
    }

    @Test(arguments: ["[]", "[[10]]", "[[10],[10]]", "[[10,20],[20,10],[30,30]]", "[[10,20,30],[20,10,30]]"])
    func distancesOfAnotherMachineAreRefused(distances: String) throws {
        let read = try result(topology(distances: distances))
        let failure = #expect(throws: Failure.self) { try read.record("topology", details: TopologyDetails.self) }
        #expect(failure?.description.contains("distances that are not 2 × 2") == true)
    }

    @Test(arguments: [("1e308", "1e308"), ("-5", "-5"), ("0", "0"), ("50", "60")])
    func impossibleFiguresAreRefused(median: String, low: String) throws {
        let measurement = """
            {"quantity":"bandwidth","unit":"GB/s","labels":{},"samples":[],"summary":{"count":1,"median":\(median),
            "best":70,"low":\(low),"high":70,"confidence":0,"flags":[]}}
            """
        let read = try result(topology(), measurements: measurement)
        #expect(throws: Failure.self) { try read.record("topology", details: TopologyDetails.self) }
    }

    @Test(arguments: [0, -5])
    func aSchemaThatNeverWasIsRefused(version: Int) {
        let text = "{\"schemaVersion\": \(version), \"host\": \"x\"}"
        #expect(throws: Failure.self) { try RecordCoding.result(from: Array(text.utf8), source: "x") }
    }
}
