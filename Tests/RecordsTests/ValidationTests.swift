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

    private func topology(memory: String = "1024", distances: String = "[[10,20],[20,10]]") -> String {
        """
        {"source":"this machine","isThisMachine":true,"cpu":{},"packages":1,"cores":[],"coreKinds":[],"caches":[],
        "nodes":[{"id":0,"memory":\(memory),"pus":"0"},{"id":1,"memory":\(memory),"pus":"1"}],"distances":\(distances),
        "offlineCPUs":"","usable":{"pus":"0-1","nodes":"0-1"},
        "memoryModules":{"modules":[],"toldByHypervisor":false}}
        """
    }

    @Test func aPossibleMachineIsRead() throws {
        let record = try result(topology()).record("topology", details: TopologyDetails.self)
        #expect(record?.details.memory == 2048)
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
