import SystemPackage
import Testing
import TestSupport

/// Every command's Markdown keeps the rules that the report keeps.
@Suite struct MarkdownOutputTests {
    private static let commands: [[String]] = [
        ["report", "RESULT"], ["theory", "EPYC 9755", "--format", "markdown"],
        ["theory", "EPYC 9755", "2x EPYC 9355P, 24x DDR5-6400", "Core i7-12700K", "--format", "markdown"],
        ["theory", "--channels", "2", "--mts", "5200", "--size", "10GB", "--format", "markdown"],
        ["compare", "RESULT", "OTHER", "--format", "markdown", "--same-machine"],
        ["compare", "RESULT", "RESULT", "--format", "markdown"],
        ["compare", "RESULT", "OTHER", "--ranking", "--format", "markdown"],
    ]

    @Test(arguments: commands) func itsMarkdownKeepsTheRules(command: [String]) async throws {
        let folder = try TemporaryFolder()
        try folder.write(try HandMadeResult.json(.measured, host: "a|b<c>*"), to: "RESULT/result.json")
        try folder.write(try HandMadeResult.json(.measured, host: "a|b<c>*", speed: 2), to: "OTHER/result.json")
        let run = try await Command.probe("probe", command, folder: folder.path)
        #expect(run.code == 0, "\(run.errors)")
        #expect(MarkdownStyle.problems(run.output) == [], "\(run.output.prefix(300))")
    }
}
