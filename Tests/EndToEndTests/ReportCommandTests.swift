import SystemPackage
import TestSupport
import Testing

/// `probe report`, in either form.
@Suite struct ReportCommandTests {
    private func result() throws -> (folder: TemporaryFolder, file: String) {
        let folder = try TemporaryFolder()
        try folder.write(try HandMadeResult.json(.measured, host: "a<b>"), to: "result.json")
        return (folder, folder.path.appending("result.json").string)
    }

    private static let doctype = "<!DOCTYPE html>"

    @Test func theSuffixOrTheFormatDecides() async throws {
        let (folder, file) = try result()
        for (name, format, isHTML) in [
            ("a.html", nil, true), ("b.HTM", nil, true), ("c.md", nil, false), ("d", nil, false),
            ("e.md", "html", true), ("f.html", "markdown", false),
        ] as [(String, String?, Bool)] {
            let output = folder.path.appending(name)
            let options = format.map { ["--format", $0] } ?? []
            let run = try await Command.probe("probe", ["report", file, "--output", output.string] + options)
            #expect(run.code == 0 && run.output.isEmpty, "\(run.errors)")
            #expect(try TextFile.read(output).hasPrefix(isHTML ? Self.doctype : "# Hardware report"), "\(name)")
        }
    }

    @Test func htmlIsOneFileWithItsFigures() async throws {
        let (folder, file) = try result()
        let written = try await Command.probe(
            "probe", ["report", file, "--output", folder.path.appending("x/report.html").string])
        #expect(written.code == 73, "no folder is made")
        try folder.write("", to: "y/keep")
        let output = folder.path.appending("y/report.html")
        let run = try await Command.probe("probe", ["report", file, "--output", output.string])
        #expect(run.code == 0, "\(run.errors)")
        #expect(TextFile.names(in: folder.path.appending("y")) == ["keep", "report.html"])
        let page = try TextFile.read(output)
        #expect(page.contains("a&lt;b&gt;") && !page.contains("a<b>"))
        for arguments in [["--format", "html"], ["--format", "html", "--output", "-"]] {
            let printed = try await Command.probe("probe", ["report", file] + arguments)
            #expect(printed.output == page, "what is printed is the file")
        }
        let markdown = try await Command.probe("probe", ["report", file])
        #expect(markdown.output.hasPrefix("# Hardware report: a&lt;b>"))
    }

    @Test func anUnknownFormatIsRefusedByName() async throws {
        let (_, file) = try result()
        let run = try await Command.probe("probe", ["report", file, "--format", "pdf"])
        #expect(run.code == 64 && run.errors.contains("pdf") && run.output.isEmpty)
    }
}
