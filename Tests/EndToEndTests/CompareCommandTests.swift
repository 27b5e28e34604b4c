import FoundationEssentials
import Records
import SystemPackage
import Testing
import TestSupport

/// `probe compare` on results made by hand, and on one that was measured.
@Suite struct CompareCommandTests {
    /// Three runs: of the example, of it at 0.8 times the speed, and of another machine.
    private static func folder() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.write(try HandMadeResult.json(.measured), to: "before/result.json")
        try folder.write(try HandMadeResult.json(.measured, speed: 0.8), to: "after.json")
        try folder.write(try HandMadeResult.json(.measured, host: "other", speed: 4), to: "other.json")
        return folder
    }

    private func compare(_ folder: TemporaryFolder, _ arguments: [String]) async throws -> Finished {
        try await Command.probe("probe", ["compare"] + arguments, folder: folder.path)
    }

    private func value(_ json: String) throws -> JSONValue {
        try JSONDecoder().decode(JSONValue.self, from: Data(json.utf8))
    }

    @Test func theSameFileTwiceHasNotMoved() async throws {
        let run = try await compare(try Self.folder(), ["before", "before/result.json", "--threshold", "0"])
        #expect(run.code == 0, "\(run.errors)")
        #expect(run.output.contains("Nothing: none of 14 figures moved"))
        #expect(run.output.contains("No figure became worse by more than 0 %"))
    }

    @Test func aRegressionIsAnExitCode() async throws {
        let folder = try Self.folder()
        let worse = try await compare(folder, ["before", "after.json", "--threshold", "5%"])
        #expect(worse.code == 1)
        #expect(worse.output.contains("-20.0\u{A0}%  worse") && worse.output.contains("0 better"))
        #expect(worse.errors.contains("14 figures became worse by more than 5 %"))
        for arguments in [
            ["before", "after.json", "--threshold", "25%"], ["after.json", "before", "--threshold", "5%"],
        ] {
            let fine = try await compare(folder, arguments)
            #expect(fine.code == 0 && fine.errors.isEmpty, "\(fine.errors)")
        }
        let silent = try await compare(folder, ["before", "after.json"])
        #expect(silent.code == 0 && !silent.output.contains("Regressions"))
    }

    @Test func jsonAndCSVTellTheSame() async throws {
        let folder = try Self.folder()
        let json = try await compare(
            folder, ["before", "after.json", "--threshold", "5", "--format", "json", "--model", "Llama 3.1 8B"])
        #expect(json.code == 1)
        let value = try value(json.output)
        #expect(value["counts"]?["moved"] == .integer(14) && value["regressions"] == .integer(14))
        guard case .array(let figures)? = value["figures"], case .array(let models)? = value["predictions"] else {
            Issue.record("there are figures and predictions")
            return
        }
        #expect(figures.allSatisfy { $0["verdict"] == .string("moved") && $0["sense"] == .string("worse") })
        #expect(models.count == 1)
        let csv = try await compare(folder, ["before", "after.json", "--format", "csv"])
        let lines = csv.output.split(separator: "\n")
        #expect(lines.count == 15 && lines.dropFirst().allSatisfy { $0.contains(",-0.200000,worse,moved,") })
        let none = try await compare(folder, ["before", "before", "--format", "csv"])
        #expect(none.output.split(separator: "\n").count == 1)
        let all = try await compare(folder, ["before", "before", "--format", "csv", "--all"])
        #expect(all.output.split(separator: "\n").count == 15)
    }

    @Test func machinesAreRanked() async throws {
        let folder = try Self.folder()
        let run = try await compare(
            folder, ["before", "other.json", "--price", "1000,2500", "--format", "csv", "--model", "Llama 3.2 1B"])
        #expect(run.code == 0, "\(run.errors)")
        let lines = run.output.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
        #expect(lines.map { $0[1] } == ["file", "other.json", "before"])
        #expect(lines.map { $0[10].split(separator: ".")[0] } == ["price", "2500", "1000"])
        let table = try await compare(folder, ["before", "other.json"])
        #expect(table.output.hasPrefix("2 machines, ranked by generation"))
        let forced = try await compare(folder, ["before", "other.json", "--same-machine"])
        #expect(forced.output.contains("+300\u{A0}%  better"))
        let same = try await compare(folder, ["before", "after.json", "--ranking", "--format", "markdown"])
        #expect(same.output.hasPrefix("# 2 machines"))
    }

    @Test func neitherClockNorLocaleChangesAByte() async throws {
        let folder = try Self.folder()
        let one = try await compare(folder, ["before", "after.json", "--all"])
        let other = try await Command.probe(
            "probe", ["compare", "before", "after.json", "--all"],
            environment: ["LC_ALL": "de_DE.UTF-8", "TZ": "Asia/Tokyo"], folder: folder.path)
        #expect(one.output == other.output && !one.output.isEmpty)
    }

    /// A result that was measured, and one probe's own record.
    @Test func realResultsAreRead() async throws {
        let folder = try TemporaryFolder()
        let reports = Repository.root.appending("reports").appending("vm")
        let newest = try #require(TextFile.names(in: reports).last)
        let result = reports.appending(newest).string
        let run = try await compare(folder, [result, result])
        #expect(run.code == 0 && run.output.contains("Nothing: none of "), "\(run.errors)")
        let topology = try await Command.probe("probe-topology", ["--format", "json"])
        try folder.write(topology.output, to: "topology.json")
        let record = try await compare(folder, ["topology.json", "topology.json"])
        #expect(record.code == 0 && record.output.contains("no figure in common"), "\(record.errors)")
    }

    @Test(arguments: [
        (["before"], 64, "name two or more"), (["before", "missing.json"], 66, "missing.json"),
        (["before", "broken.json"], 65, "broken.json: it is no JSON"),
        (["before", "empty.json"], 65, "empty.json: the file has no"), (["newer.json", "before"], 65, "schema 99"),
        (["before", "after.json", "--price", "1000"], 64, "--price names 1 and there are 2"),
        (["before", "after.json", "--price", "1000,free"], 64, "--price free"),
        (["before", "after.json", "--threshold", "much"], 64, "--threshold"),
        (["before", "other.json", "--threshold", "5%"], 64, "--same-machine"),
        (["before", "after.json", "--threshold", "5%", "--ranking"], 64, "--ranking"),
        (["before", "after.json", "--same-machine", "--ranking"], 64, "--ranking"),
        (["before", "after.json", "--model", "nobody"], 64, "no known model"),
        (["before", "after.json", "--model", "Qwen"], 64, "models have that in their names"),
    ])
    func whatMakesNoSenseIsRefused(arguments: [String], code: Int32, words: String) async throws {
        let folder = try Self.folder()
        try folder.write("{", to: "broken.json")
        try folder.write("{}", to: "empty.json")
        try folder.write(#"{"schemaVersion": 99, "programVersion": "9.0"}"#, to: "newer.json")
        let run = try await compare(folder, arguments)
        #expect(run.code == code && run.output.isEmpty, "\(run.errors)")
        #expect(run.errors.contains(words), "\(run.errors)")
    }
}
