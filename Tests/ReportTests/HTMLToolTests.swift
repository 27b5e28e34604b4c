import Catalog
import Foundation
import Records
import Report
import SystemPackage
import TestSupport
import Testing

/// The page, by programs that others wrote.
@Suite struct HTMLToolTests {
    private static func obstacle(_ program: String) -> String? {
        access("/usr/bin/\(program)", X_OK) == 0 ? nil : "not installed: \(program); `make test-deps` installs it"
    }

    private func report() throws -> HardwareReport {
        try HardwareReport(try Examples.twoSocketServer(), catalog: try Catalog.builtIn())
    }

    /// Tidy's errors and warnings, without those on two attributes of SVG that it does not know.
    @Test(.enabled(if: obstacle("tidy") == nil, "\(obstacle("tidy") ?? "")"))
    func aValidatorHasNothingToSay() async throws {
        let folder = try TemporaryFolder()
        try folder.write(try report().html, to: "report.html")
        try folder.write("<!DOCTYPE html><title>x</title><p><b>x</p></i>", to: "broken.html")
        func complaints(_ name: String) async throws -> [Substring] {
            let run = try await Command.run("tidy", ["-q", "-e", folder.path.appending(name).string])
            return run.errors.split(separator: "\n").filter { !$0.contains("<svg> proprietary attribute \"font-") }
        }
        #expect(try await complaints("report.html") == [])
        #expect(try await !complaints("broken.html").isEmpty, "what is wrong is found")
    }

    /// Two programs that share nothing read the same words, in elements of the same kinds.
    @Test(.enabled(if: obstacle("cmark-gfm") == nil, "\(obstacle("cmark-gfm") ?? "")"))
    func theConverterReadsMarkdownAsCmarkDoes() async throws {
        let markdown = try report().markdown.split(separator: "\n", omittingEmptySubsequences: false)
            .filter { !$0.hasPrefix("![") }.joined(separator: "\n")
        let folder = try TemporaryFolder()
        try folder.write(markdown, to: "report.md")
        let run = try await Command.run(
            "cmark-gfm", ["-e", "table", "--unsafe", folder.path.appending("report.md").string])
        #expect(run.code == 0)
        let names = [
            "h1", "h2", "h3", "h4", "ul", "ol", "li", "pre", "code", "table", "tr", "strong", "em", "details",
            "summary",
            "blockquote",
        ]
        func parts(_ html: String) -> [String] {
            ParsedPage("<body>\(html)</body>").elements.filter { names.contains($0.name) }
                .map { "\($0.name): \($0.text.filter { !$0.isWhitespace })" }
        }
        let (ours, theirs) = (parts(HTMLPage(markdown: markdown).fragment), parts(run.output))
        #expect(theirs.count > 300)
        #expect(ours == theirs, "\(zip(ours, theirs).first { $0 != $1 }.map { "\($0)" } ?? "")")
    }
}

/// The page in a browser.
@Suite(.serialized, .enabled(if: Browser.obstacle == nil, "\(Browser.obstacle ?? "")"))
struct HTMLBrowserTests {
    private let widths = [360, 700, 1400]

    private func page() throws -> String {
        try HardwareReport(try Examples.twoSocketServer(), catalog: try Catalog.builtIn()).html
    }

    /// A report of what is as wide as can be: a matrix of 24 nodes, words and commands without an end.
    private static let widest: String = {
        let endless = String(repeating: "abcdefghij", count: 30)
        let row = "| name " + String(repeating: "| 190\u{A0}±\u{A0}0.1\u{A0}% ", count: 24) + "|\n"
        let rule = "| --- " + String(repeating: "| --: ", count: 24) + "|\n"
        return HTMLPage(
            markdown: """
                # Report: \(endless)

                - **\(endless)** `\(endless)`

                ## \(endless)

                \(endless) `\(endless)` [\(endless)](#s)

                > \(endless)

                ```
                \(endless)
                ```

                \(row)\(rule)\(row)
                <details><summary>\(endless)</summary>

                | \(endless) | b |
                | --- | --- |
                | \(endless) | \(endless) |

                </details>

                ### \(endless)
                """
        ).html
    }()

    @Test func noWidthOverflows() async throws {
        for html in [try page(), Self.widest] {
            let found = try await Browser.measure(html, widths: widths, scheme: .light)
            #expect(found.map(\.width) == widths)
            for frame in found {
                #expect(frame.scrollWidth == frame.width, "at \(frame.width) pixels it is \(frame.scrollWidth) wide")
            }
        }
    }

    /// A4 between its margins is 182 mm, 688 pixels: what sticks out there would be cut off.
    @Test func nothingIsWiderThanPaper() async throws {
        for html in [try page(), Self.widest] {
            let paper = html.replacingOccurrences(of: "@media print", with: "@media all")
            let found = try await Browser.measure(paper, widths: [688], scheme: .light)
            #expect(found.map(\.scrollWidth) == [688])
        }
    }

    @Test func lightAndDarkAreDrawn() async throws {
        let light = try await Browser.measure(try page(), widths: [700], scheme: .light)
        let dark = try await Browser.measure(try page(), widths: [700], scheme: .dark)
        #expect(light.map(\.ground) == ["rgb(255, 255, 255)"])
        #expect(dark.map(\.ground) == ["rgb(20, 23, 27)"])
        #expect(light.map(\.ink) != dark.map(\.ink))
    }

    /// The policy in the page, and not only that there is nothing to run.
    @Test func whatIsPutIntoThePageDoesNotRun() async throws {
        let script = "<script>document.documentElement.style.width = '5000px'</script>"
        let plain = HTMLPage(markdown: "# A").html
        let open = plain.split(separator: "\n").filter { !$0.contains("Content-Security-Policy") }
            .joined(separator: "\n")
        func width(_ html: String) async throws -> Int? {
            let evil = html.replacingOccurrences(of: "<body>", with: "<body>\(script)")
            return try await Browser.measure(evil, widths: [700], scheme: .light).first?.scrollWidth
        }
        #expect(try await width(plain) == 700)
        #expect(try await width(open) == 5000, "without the policy it would run")
    }

    @Test func itIsPrintedWithNothingHidden() async throws {
        let found = try await Browser.print(try page())
        #expect(found.starts(with: "%PDF".utf8) && found.count > 50_000)
    }
}
