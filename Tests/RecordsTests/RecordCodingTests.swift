import Statistics
import Records
import Testing

@Suite struct RecordCodingTests {
    private func record() -> Record<BandwidthDetails> {
        let samples = [33.4, 33.6, 33.5].map { Sample(value: $0, seconds: 0.012) }
        return Record(
            probe: "bandwidth", arguments: ["--quick"], startedAt: "2026-11-21T03:32:42Z", seconds: 1.5,
            environment: Environment(host: "lab", kernel: "Linux"), caveats: [Caveat(.cpuQuota(cpus: 0.5))],
            measurements: [
                Measurement(
                    "bandwidth", unit: "GB/s", labels: ["kernel": "read"], samples: samples, stopped: .interval,
                    better: .largest)
            ], details: BandwidthDetails(placements: [], seed: 1))
    }

    @Test func rawSamplesAndCaveatsSurvive() throws {
        let bytes = try RecordCoding.encode(record())
        let result = try RecordCoding.result(from: bytes, source: "x.json")
        let read = try #require(try result.record("bandwidth", details: BandwidthDetails.self))
        #expect(read.measurements == record().measurements)
        #expect(read.measurements[0].samples.map(\.value) == [33.4, 33.6, 33.5])
        #expect(read.caveats == record().caveats)
        #expect(result.command == ["probe", "bandwidth", "--quick"])
    }

    @Test func theSameRecordIsTheSameBytes() throws {
        #expect(try RecordCoding.encode(record()) == RecordCoding.encode(record()))
    }

    @Test func aNewerSchemaIsRefusedWithWhatToDo() throws {
        let text = #"{"schemaVersion": 99, "programVersion": "9.0", "surprise": true}"#
        let failure = #expect(throws: Failure.self) {
            try RecordCoding.result(from: Array(text.utf8), source: "r.json")
        }
        #expect(failure?.status == .badData)
        #expect(failure?.description.contains("schema 99") == true)
        #expect(failure?.description.contains("Update probe") == true)
    }

    @Test(arguments: [
        "", "{", "[]", "null", #"{"schemaVersion": "one"}"#, #"{"schemaVersion": 1}"#,
        "{\"schemaVersion\": 1, \"host\": \"x\"",
    ])
    func brokenInputNamesTheSource(text: String) {
        let failure = #expect(throws: Failure.self) {
            try RecordCoding.result(from: Array(text.utf8), source: "r.json")
        }
        #expect(failure?.status == .badData)
        #expect(failure?.description.contains("r.json") == true)
    }

    @Test func truncationAnywhereIsAnErrorAndNeverACrash() throws {
        let bytes = try RecordCoding.encode(record())
        for length in stride(from: 0, to: bytes.count - 2, by: 7) {
            #expect(throws: Failure.self) { try RecordCoding.result(from: Array(bytes.prefix(length)), source: "x") }
        }
    }

    @Test func aCaveatOfALaterVersionKeepsItsText() throws {
        let text =
            #"{"schemaVersion":1,"probe":"p","programVersion":"1","arguments":[],"startedAt":"","seconds":0,"#
            + #""environment":{"host":"h","kernel":"k"},"#
            + #""caveats":[{"kind":{"moonPhase":{"full":true}},"text":"Wait."}],"#
            + #""measurements":[],"details":{"anything":[1,2.5]}}"#
        let result = try RecordCoding.result(from: Array(text.utf8), source: "x")
        let record = try #require(try result.record("p", details: JSONValue.self))
        #expect(record.caveats[0].kind == nil)
        #expect(record.caveats[0].text == "Wait.")
        #expect(record.details == .object(["anything": .array([.integer(1), .number(2.5)])]))
    }

    @Test func aMeasurementWithoutSamplesSaysWhy() {
        let empty = Measurement("x", unit: "GB/s", labels: [:], samples: [], stopped: .budget, better: .largest)
        #expect(empty.summary == nil)
        #expect(empty.notMeasured?.contains("--time-budget") == true)
    }

    /// What turns the writing, or acts on a terminal beyond ASCII, is escaped; the text stays what it is.
    @Test func writtenRecordsActOnNoTerminal() throws {
        let text = "é \u{9B}31m \u{202E} \u{7F} \u{2028} 😀 \u{E0001}"
        let bytes = try RecordCoding.encode([text])
        let written = String(decoding: bytes, as: UTF8.self)
        #expect(!written.unicodeScalars.contains { ["\u{9B}", "\u{202E}", "\u{7F}", "\u{2028}"].contains($0) })
        #expect(written.contains("é") && written.contains("😀") && written.contains("\\udb40\\udc01"))
        #expect(try JSONReader.value(bytes) == .array([.string(text)]))
    }
}
