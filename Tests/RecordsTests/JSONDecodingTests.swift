import Records
import Testing

/// Records are decoded from what was parsed; what does not fit is told with its place.
@Suite struct JSONDecodingTests {
    private func run(_ details: String) throws -> RunResult {
        let text = """
            {"schemaVersion": 1, "programVersion": "0", "host": "h", "startedAt": "t", "seconds": 1.5, "command": [],
             "given": {}, "partial": false, "runs": [],
             "records": {"topology": {"arguments": [], "caveats": [], "details": \(details),
             "environment": {"host": "h", "kernel": "k"}, "measurements": [], "probe": "topology",
             "programVersion": "0", "schemaVersion": 1,
             "seconds": 2, "startedAt": "t"}}}
            """
        return try RecordCoding.result(from: Array(text.utf8), source: "example")
    }

    private func failure(_ details: String) -> String {
        do {
            _ = try run(details).record("topology", details: SMTDetails.self)
            return "no failure"
        } catch { return "\(error)" }
    }

    @Test func numbersTextsAndAbsentMembersAreRead() throws {
        let record = try #require(
            try run("{\"a\": [1, 2.0, 1e2, null, \"\\u00e9\", true]}").record("topology", details: JSONValue.self))
        #expect(record.seconds == 2 && record.environment.host == "h" && record.environment.governor == nil)
        #expect(
            record.details
                == .object(["a": .array([.integer(1), .number(2), .number(100), .null, .string("é"), .bool(true)])]))
    }

    @Test func whatDoesNotFitIsToldWithItsPlace() {
        #expect(failure("{}").contains("'details' has no"))
        #expect(failure("[]").contains("'details' is of another type"))
        #expect(failure("null").contains("details"))
        #expect(failure("{\"plan\": 7}").contains("details.plan"))
    }

    /// An unknown program's details are kept as they are, and must not keep a whole run from being written.
    @Test func whatCannotBeWrittenAgainIsNotRead() {
        #expect(throws: Failure.self) { try run("{\"a\": [1, {\"b\": -1e999}]}") }
        #expect(throws: Failure.self) { try run("{\"a\": " + String(repeating: "[", count: 100_000)) }
    }

    /// A machine of 32 nodes has more than four million values.
    @Test func aGreatResultIsRead() throws {
        let samples = String(repeating: "1,", count: 4_300_000) + "1"
        let run = try run("[\(samples)]")
        guard case .object(let record) = run.records["topology"], case .array(let all) = record["details"] else {
            Issue.record("no details"); return
        }
        #expect(all.count == 4_300_001)
    }

    @Test func aResultSurvivesWritingAndReading() throws {
        let result = try run("{\"a\": [0.1, 9007199254740993]}")
        let again = try RecordCoding.result(from: try RecordCoding.encode(result), source: "again")
        #expect(again.records == result.records && again.seconds == 1.5)
    }
}
