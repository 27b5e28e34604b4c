import Records
import SystemPackage
import Testing
import TestSupport

/// Results that are damaged, forged, of another time, or made to act on whoever reads them.
@Suite struct HostileInputTests {
    private static let commands = [
        ["report"], ["report", "--format", "html"], ["predict"], ["export"], ["compare", "good.json"], ["theory"],
    ]

    private func folder() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.write(try HandMadeResult.json(.measured), to: "good.json")
        return folder
    }

    private func probe(_ arguments: [String], in folder: TemporaryFolder) async throws -> Finished {
        try await Command.run(
            "timeout", ["120", Repository.programs.appending("probe").string] + arguments, folder: folder.path)
    }

    @Test func whatCannotBeReadIsRefusedByEveryCommandWithItsCause() async throws {
        let folder = try folder()
        let good = try TextFile.read(folder.path.appending("good.json"))
        let newer = good.replacing("\"schemaVersion\" : 1", with: "\"schemaVersion\" : 99")
        let cases: [(name: String, text: String, cause: String)] = [
            ("empty", "", "cut short"), ("cut", String(good.prefix(good.count / 2)), "cut off"),
            ("newer", newer, "reads schemas up to 1. Update probe"),
            ("older", good.replacing("\"schemaVersion\" : 1", with: "\"schemaVersion\" : 0"), "there is no schema 0"),
            ("deep", String(repeating: "[", count: 1_000_000), "nests over 64 deep"),
            ("twice", "{\"schemaVersion\":1,\"schemaVersion\":1}", "is there twice"),
            ("other", "{\"schemaVersion\":1,\"host\":7}", "has no 'programVersion'"),
            ("great", "{\"schemaVersion\":1,\"seconds\":1e999}", "too great"),
            ("wide", "[" + String(repeating: "[],", count: 3_000_000) + "0]", "of another type"),
        ]
        for (name, text, cause) in cases {
            try folder.write(text, to: "\(name).json")
            for command in Self.commands {
                let run = try await probe(command + ["\(name).json"], in: folder)
                #expect(run.code == 65 && run.output.isEmpty, "\(command) \(name): \(run.code) \(run.errors)")
                #expect(run.errors.contains("\(name).json") && run.errors.contains(cause), "\(name): \(run.errors)")
            }
        }
    }

    @Test func whatHasNoEndIsRefused() async throws {
        let run = try await probe(["report", "/dev/zero"], in: try folder())
        #expect(run.code == 65 && run.errors.contains("has no end"), "\(run.errors)")
    }

    private static let evil = "\u{1B}[31mred\u{7}\n<script>alert(1)</script>|`x`\u{202E}"

    private func isHarmless(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 && $0 != "\u{7F}" && $0 != "\u{202E}" }
    }

    @Test func namesFromOutsideActOnNothing() async throws {
        let folder = try folder()
        var result = try RecordCoding.result(from: try TextFile.bytes(folder.path.appending("good.json")), source: "")
        result.host = Self.evil
        result.startedAt = Self.evil
        result.command = [Self.evil]
        result.programVersion = Self.evil
        result.runs.append(
            ProbeRun(name: Self.evil, program: Self.evil, outcome: .failed, reason: Self.evil, seconds: 1))
        result.records[Self.evil] = result.records["bandwidth"]
        try folder.write(bytes: try RecordCoding.encode(result), to: "evil.json")
        let formats = [["--format", "markdown"], ["--format", "csv"], []]
        let commands: [[String]] =
            [["report"], ["report", "--format", "html"], ["export"], ["export", "--format", "csv"]]
            + formats.map { ["theory"] + $0 } + [["predict"], ["predict", "--format", "csv"]]
            + formats.map { ["compare", "good.json"] + $0 }
        for command in commands {
            let run = try await probe(command + ["evil.json"], in: folder)
            #expect(run.code == 0, "\(command): \(run.errors)")
            #expect(isHarmless(run.output) && isHarmless(run.errors), "\(command)")
            if command.contains("html") || command.contains("markdown") {
                #expect(!run.output.contains("<script>alert"), "\(command)")
            }
        }
    }

    /// Wrong usage is told with the words of the user, and of whoever named the files that a script passes on.
    @Test(arguments: [
        ["report", evil], ["report", "a.json", "--\(evil)"], [evil], ["all", "--output", "/proc/\(evil)"],
        ["all", "--skip", evil], ["bandwidth", "--kernels", evil], ["topology", "--topology", evil],
        ["predict", "good.json", "--model", evil], ["predict", evil + ".gguf"], ["theory", evil],
    ])
    func argumentsActOnNothing(arguments: [String]) async throws {
        let run = try await probe(arguments, in: try folder())
        #expect(run.code != 0 && !run.errors.isEmpty)
        #expect(isHarmless(run.errors) && isHarmless(run.output), "\(run.errors.debugDescription)")
    }
}
