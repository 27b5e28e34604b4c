import SystemPackage
import Testing
import TestSupport

/// Real results against Documentation/result.schema.json.
@Suite(
    .enabled("not installed: python3-jsonschema; `make test-deps` installs it") {
        await Python.with("jsonschema") != nil
    })
struct SchemaTests {
    private static let schema = Repository.root.appending("Documentation").appending("result.schema.json").string

    /// Says for each file how many errors it has and what the first is; the schema itself is checked first.
    private static let checker = """
        import json, sys
        import jsonschema
        schema = json.load(open(sys.argv[1]))
        jsonschema.Draft202012Validator.check_schema(schema)
        reader = jsonschema.Draft202012Validator(schema)
        for path in sys.argv[2:]:
            errors = list(reader.iter_errors(json.load(open(path))))
            first = jsonschema.exceptions.best_match(errors)
            print(len(errors), "/".join(str(p) for p in first.absolute_path) + ": " + first.message if first else "")
        """

    private func check(_ files: [String]) async throws -> [Substring] {
        let python = try #require(await Python.with("jsonschema"))
        let run = try await python.run(Self.checker, [Self.schema] + files)
        #expect(run.code == 0, "\(run.errors)")
        return run.output.split(separator: "\n")
    }

    private func measured() -> [String] {
        let reports = Repository.root.appending("reports").appending("vm")
        return TextFile.names(in: reports).map { reports.appending($0).appending("result.json").string }
    }

    @Test func realResultsAreAsTheSchemaSays() async throws {
        let folder = try TemporaryFolder()
        let topology = try await Command.probe("probe-topology", ["--format", "json"])
        try folder.write(topology.output, to: "topology.json")
        try folder.write(try HandMadeResult.json(.measured), to: "made.json")
        let files = measured() + ["topology.json", "made.json"].map { folder.path.appending($0).string }
        let found = try await check(files)
        #expect(found.count == files.count && found.count > 2)
        for (file, errors) in zip(files, found) { #expect(errors.hasPrefix("0 "), "\(file): \(errors)") }
    }

    @Test func everyOptionalMemberIsDescribed() async throws {
        let folder = try TemporaryFolder()
        let all = [try FullRecords.result()] + (try FullRecords.smt())
        for (index, bytes) in all.enumerated() { try folder.write(bytes: bytes, to: "\(index).json") }
        let found = try await check(all.indices.map { folder.path.appending("\($0).json").string })
        #expect(found.count == all.count && found.allSatisfy { $0.hasPrefix("0 ") }, "\(found)")
    }

    /// Plans, with and without parts that there is no time for.
    @Test(arguments: ["bandwidth", "latency", "flops", "smt", "scaling", "inference", "storage", "engine"])
    func plansAreAsTheSchemaSays(probe: String) async throws {
        let folder = try TemporaryFolder()
        for time in ["10ms", "1m"] {
            let run = try await Command.probe(
                "probe-\(probe)",
                ["--dry-run", "--format", "json", "--topology", "node:8 core:4 pu:2", "--time-budget", time])
            try folder.write(run.output, to: "\(time).json")
        }
        let files = ["10ms.json", "1m.json"].map { folder.path.appending($0).string }
        let found = try await check(files)
        #expect(found.count == 2 && found.allSatisfy { $0.hasPrefix("0 ") }, "\(found)")
    }

    /// A quick run of each program, so that a field which nobody documented is found.
    @Test(arguments: ["bandwidth", "latency", "flops", "smt", "scaling", "inference", "storage", "engine"])
    func freshRecordsAreAsTheSchemaSays(probe: String) async throws {
        let folder = try TemporaryFolder()
        let run = try await Command.probe(
            "probe-\(probe)", ["--format", "json", "--quick", "--time-budget", "500ms"],
            environment: probe == "engine" ? ["LLAMA_BENCH": EngineCommand.standIn.string] : [:], folder: folder.path)
        #expect(run.code == 0 || run.code == 1, "\(run.errors)")
        try folder.write(run.output, to: "record.json")
        let found = try await check([folder.path.appending("record.json").string])
        #expect(found.first?.hasPrefix("0 ") == true, "\(found)")
    }

    @Test(arguments: [
        (#""schemaVersion" : 1"#, #""schemaVersion" : 2"#), (#""partial" : false"#, #""partial" : "no""#),
        (#""host" : "#, #""guest" : "#), (#""count" : 12"#, #""count" : 0"#), (#""value" : "#, #""amount" : "#),
        (#""unit" : "GB/s""#, #""unit" : null"#), (#""stopped" : "interval""#, #""stopped" : "tired""#),
        (#""seed" : 1"#, #""seed" : 1, "surprise" : 2"#),
    ])
    func whatIsWrongIsFound(part: String, other: String) async throws {
        let folder = try TemporaryFolder()
        let text = try HandMadeResult.json(.measured)
        let place = try #require(text.firstRange(of: part), "\(part)")
        try folder.write(text.replacingCharacters(in: place, by: other), to: "result.json")
        let found = try await check([folder.path.appending("result.json").string])
        #expect(found.first?.hasPrefix("1 ") == true, "\(found)")
    }
}

extension String {
    fileprivate func replacingCharacters(in range: Range<Index>, by other: String) -> String {
        String(self[..<range.lowerBound]) + other + String(self[range.upperBound...])
    }
}
